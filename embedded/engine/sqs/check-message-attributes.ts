import { ServiceError } from '../service-error.ts';
import { FORBIDDEN_CHARACTER } from './allowed-characters.ts';
import { sqsLimits } from './limits.ts';
import type { MessageAttribute, MessageAttributes } from './message.ts';

const NAME = /^(?!\.)(?!.*\.\.)(?!.*\.$)(?!(aws|amazon)\.)[\w.-]+$/i;
const DATA_TYPE = /^(String|Number|Binary)(\..+)?$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 *
 * @throws ServiceError `InvalidParameterValue`, or `InvalidMessageContents` for a character that is not allowed.
 */
export function checkMessageAttributes(attributes: MessageAttributes): void {
  const names = Object.keys(attributes);
  if (names.length > sqsLimits.maxMessageAttributes) {
    throw new ServiceError(
      'InvalidParameterValue',
      `a message must have at most ${sqsLimits.maxMessageAttributes} attributes, got ${names.length}`,
    );
  }
  for (const name of names) {
    checkMessageAttribute(name, attributes[name] as MessageAttribute);
  }
}

/** @throws ServiceError as {@link checkMessageAttributes}, for one attribute. */
export function checkMessageAttribute(name: string, attribute: MessageAttribute): void {
  checkName(name);
  checkValue(name, attribute);
}

function checkName(name: string): void {
  if (name.length > sqsLimits.maxAttributeNameLength || !NAME.test(name)) {
    throw new ServiceError(
      'InvalidParameterValue',
      `an attribute's name must be 1 to 256 letters, digits, underscores, hyphens and single inner periods and not start with AWS. or Amazon., got '${name}'`,
    );
  }
}

function checkValue(name: string, { dataType, stringValue, binaryValue }: MessageAttribute): void {
  if (!DATA_TYPE.test(dataType) || dataType.length > sqsLimits.maxAttributeTypeLength) {
    throw new ServiceError(
      'InvalidParameterValue',
      `the type of attribute '${name}' must be String, Number or Binary, perhaps with a label after a period, got '${dataType}'`,
    );
  }
  const isBinary = dataType.startsWith('Binary');
  if (isBinary ? !binaryValue || stringValue !== undefined : !stringValue || binaryValue !== undefined) {
    throw new ServiceError(
      'InvalidParameterValue',
      `attribute '${name}' of type ${dataType} must have a ${isBinary ? 'binary' : 'string'} value that is not empty, and no other`,
    );
  }
  if (stringValue !== undefined && FORBIDDEN_CHARACTER.test(stringValue)) {
    throw new ServiceError(
      'InvalidMessageContents',
      `attribute '${name}' has a character outside of those that SQS allows`,
    );
  }
  if (dataType.startsWith('Number') && !NUMBER.test(stringValue ?? '')) {
    throw new ServiceError('InvalidParameterValue', `attribute '${name}' must be a number, got '${stringValue}'`);
  }
}
