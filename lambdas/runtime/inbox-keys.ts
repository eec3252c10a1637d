import { createHash } from 'node:crypto';

/** Longest partition key that DynamoDB takes, in bytes. */
export const MAX_INBOX_KEY_BYTES = 2048;

/** Idempotency key of an event at a consumer. A `#` of the source is escaped: it must not stand for the one before the id. */
export const eventKey = (consumer: string, source: string, id: string): string =>
  `${consumer}#${source.replace(/[%#]/g, encodeURIComponent)}#${id}`;

/** Key of the failed runs of one SQS message at a consumer. */
export const attemptsKey = (consumer: string, messageId: string): string => `attempts#${consumer}#${messageId}`;

/** Idempotency key of a client's request at a producer. */
export const requestKey = (producer: string, clientKey: string): string => `request#${producer}#${clientKey}`;

/**
 * Key of the explanation of a dead letter that has no room for it. Made from the body, because the message has a new
 * id in the dead-letter queue.
 */
export const deadLetterKey = (consumer: string, body: string): string =>
  `dead-letter#${consumer}#${createHash('sha256').update(body).digest('base64url')}`;
