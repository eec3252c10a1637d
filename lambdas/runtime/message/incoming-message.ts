import { type EventEnvelope, parseEnvelope } from '../../../contracts/envelope.ts';
import type { FailureReason } from '../../../contracts/failure.ts';
import type { EpochMillis } from '../../../contracts/time.ts';
import { eventCreatedAt } from '../event-id.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { eventKey, MAX_INBOX_KEY_BYTES } from '../inbox-keys.ts';
import type { BoundHandler } from '../modes/run.ts';
import type { SqsRecord } from '../sqs-event.ts';

/** How far a producer's clock may be ahead. */
const MAX_CLOCK_AHEAD_MS = 24 * 3_600_000;

/** A message as it was received, read as far as it could be. */
export interface IncomingMessage {
  readonly record: SqsRecord;
  /** SQS's count of receives, this one included. */
  readonly receiveCount: number;
  /** Whether it comes from a FIFO queue. */
  readonly fifo: boolean;
  /** Message group, or the fair-queue tenant on a standard queue. */
  readonly group?: string;
  readonly content: MessageContent;
}

/** What a message holds. */
export type MessageContent = ExpectedEvent | RefusedContent;

/** An event that the consumer handles. */
export interface ExpectedEvent {
  readonly kind: 'event';
  readonly envelope: EventEnvelope;
  readonly handler: BoundHandler;
  /** Idempotency key. */
  readonly key: string;
  /** Digest of the event's type and payload. */
  readonly fingerprint: string;
}

/** Something that no run can help. */
export interface RefusedContent {
  readonly kind: 'refused';
  readonly reason: FailureReason;
  readonly problem: string;
  readonly envelope?: EventEnvelope;
}

/** What a message is read against. */
export interface ReadingRules {
  readonly consumer: string;
  readonly handlers: ReadonlyMap<string, BoundHandler>;
  readonly horizonSeconds: number;
  readonly maxMessageBytes: number;
  readonly now: EpochMillis;
}

/** Reads a record. Never throws: what cannot be handled is an answer. The payload's schema is not checked yet. */
export function readMessage(record: SqsRecord, rules: ReadingRules): IncomingMessage {
  return {
    record,
    receiveCount: Number(record.attributes['ApproximateReceiveCount']) || 1,
    fifo: record.eventSourceARN.endsWith('.fifo'),
    group: record.attributes['MessageGroupId'],
    content: readContent(record.body, rules),
  };
}

/** The same for copies of one event, and for nothing else. */
export const identityOf = ({ content, record }: IncomingMessage): string =>
  content.kind === 'event' ? `event ${content.key} ${content.fingerprint}` : `message ${record.messageId}`;

function readContent(body: string, rules: ReadingRules): MessageContent {
  const { consumer, handlers, horizonSeconds, maxMessageBytes, now } = rules;
  const bytes = Buffer.byteLength(body);
  if (bytes > maxMessageBytes) {
    return refused('MESSAGE_TOO_LARGE', `body must be at most ${maxMessageBytes} bytes, got ${bytes}`);
  }
  const parsed = parseEnvelope(body);
  if (!parsed.ok) {
    return refused('ENVELOPE_INVALID', parsed.problem);
  }
  const { envelope } = parsed;
  const key = eventKey(consumer, envelope.source, envelope.id);
  if (Buffer.byteLength(key) > MAX_INBOX_KEY_BYTES) {
    return refused('ENVELOPE_INVALID', `source and id must fit an idempotency key of ${MAX_INBOX_KEY_BYTES} bytes`);
  }
  if (!key.isWellFormed()) {
    // Stored, two such keys might become the same.
    return refused('ENVELOPE_INVALID', 'source and id must not have lone surrogates');
  }
  const createdAt = eventCreatedAt(envelope);
  if (createdAt === undefined) {
    return refused(
      'ENVELOPE_INVALID',
      'id must be a UUIDv7 or time must be RFC 3339: the age of the event is unknown',
      envelope,
    );
  }
  if (createdAt < now - horizonSeconds * 1000) {
    const created = new Date(createdAt).toISOString();
    return refused(
      'EVENT_TOO_OLD',
      `event of ${created} is older than the inbox remembers (${horizonSeconds} s), so nobody knows whether it was applied`,
      envelope,
    );
  }
  if (createdAt > now + MAX_CLOCK_AHEAD_MS) {
    return refused(
      'ENVELOPE_INVALID',
      `event must not be of the future, got ${envelope.time}; check the clock`,
      envelope,
    );
  }
  const handler = handlers.get(envelope.type);
  if (handler === undefined) {
    return refused(
      'EVENT_UNEXPECTED',
      `consumer ${consumer} handles ${[...handlers.keys()].join(', ')}, got ${JSON.stringify(envelope.type)}`,
      envelope,
    );
  }
  return { kind: 'event', envelope, handler, key, fingerprint: fingerprintOf([envelope.type, envelope.data]) };
}

const refused = (reason: FailureReason, problem: string, envelope?: EventEnvelope): RefusedContent => ({
  kind: 'refused',
  reason,
  problem,
  envelope,
});
