import {
  EVENT_SOURCE_ATTRIBUTE,
  EVENT_TYPE_ATTRIBUTE,
  type EventAttributes,
  MAX_EVENT_ATTRIBUTES,
  TRACE_PARENT_ATTRIBUTE,
} from '../../../contracts/attributes.ts';
import { EmittedEventInvalidError } from '../errors.ts';

const OUR_ATTRIBUTES = 3;
/** Attributes that an event may carry beside ours; a tenant takes one of them. */
export const MAX_USER_ATTRIBUTES = MAX_EVENT_ATTRIBUTES - OUR_ATTRIBUTES;

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
const NAME = /^(?!\.)(?!.*\.\.)[A-Za-z0-9_.-]{1,256}(?<!\.)$/;
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that SQS refuses.
const REFUSED_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;
const RESERVED_PREFIX = /^(ce-|fanout-|aws\.|amazon\.)/i;

/**
 * Refuses user attributes that SNS would refuse, or that would stand for ours.
 *
 * @throws EmittedEventInvalidError that names the event type and the attribute.
 */
export function checkUserAttributes(
  eventType: string,
  attributes: EventAttributes,
  most: number = MAX_USER_ATTRIBUTES,
): void {
  const names = Object.keys(attributes);
  const refuse = (rule: string): never => {
    throw new EmittedEventInvalidError(`${eventType}: ${rule}`);
  };
  if (names.length > most) {
    refuse(`an event may carry ${most} attributes of its own, got ${names.length}; remove some`);
  }
  for (const name of names) {
    if (!NAME.test(name)) {
      refuse(
        `attribute name must be 1 to 256 letters, digits, "_", "-" or single inner ".", got ${JSON.stringify(name)}`,
      );
    }
    if (RESERVED_PREFIX.test(name) || name === TRACE_PARENT_ATTRIBUTE || name === '__proto__') {
      refuse(`attribute name ${JSON.stringify(name)} is reserved; choose another`);
    }
    if (typeof attributes[name] !== 'string' || attributes[name] === '') {
      refuse(`attribute ${name} must be a non-empty string`);
    }
    if (REFUSED_CHARACTERS.test(attributes[name] ?? '')) {
      refuse(`attribute ${name} must not have control characters, lone surrogates, U+FFFE or U+FFFF; remove them`);
    }
  }
}

/** All attributes of an emitted event: type and source for filters, the trace context, and the user's own. */
export const emittedAttributes = (
  type: string,
  source: string,
  traceparent: string | undefined,
  own: EventAttributes,
): EventAttributes => ({
  ...own,
  [EVENT_TYPE_ATTRIBUTE]: type,
  [EVENT_SOURCE_ATTRIBUTE]: source,
  ...(traceparent !== undefined && { [TRACE_PARENT_ATTRIBUTE]: traceparent }),
});
