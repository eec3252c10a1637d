import { ServiceError } from '../service-error.ts';
import { checkMessageAttribute } from '../sqs/check-message-attributes.ts';
import type { MessageAttribute, MessageAttributes } from '../sqs/message.ts';

/**
 * Attributes are as in SQS, but for their number, which is not limited, and `String.Array`.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
 *
 * @throws ServiceError `ParameterValueInvalid`.
 */
export function checkPublishedAttributes(attributes: MessageAttributes): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    try {
      checkMessageAttribute(name, attribute);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      throw new ServiceError('ParameterValueInvalid', error.message);
    }
    checkArray(name, attribute);
  }
}

function checkArray(name: string, { dataType, stringValue = '' }: MessageAttribute): void {
  if (dataType === 'String.Array' && stringList(stringValue) === undefined) {
    throw new ServiceError(
      'ParameterValueInvalid',
      `attribute '${name}' must be a JSON list of strings, numbers, true, false and null`,
    );
  }
}

/** The values of a `String.Array` attribute; undefined when it is none. */
export function stringList(text: string): readonly (string | number | boolean | null)[] | undefined {
  try {
    const values: unknown = JSON.parse(text);
    return Array.isArray(values) && values.every((value) => value === null || typeof value !== 'object')
      ? values
      : undefined;
  } catch {
    return undefined;
  }
}
