import { isNestedDeeper, MAX_NESTING } from './nesting.ts';

/**
 * Our metadata around an event's payload: CloudEvents 1.0 in structured JSON mode, with the
 * partitioning, sequence and distributed-tracing extensions (https://github.com/cloudevents/spec).
 */
export interface EventEnvelope<Payload = unknown> {
  readonly specversion: '1.0';
  /** UUIDv7, made by the producer, or derived from the causing event. Unique per `source`. */
  readonly id: string;
  /** Who produced the event, a URI reference such as `/orders/place-order`. */
  readonly source: string;
  readonly type: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Ordering key: events with the same key are kept in order on FIFO topics, where it is the message group. */
  readonly partitionkey: string;
  /** Position among the events of its ordering key; sorts as text. Made by {@link formatSequence}. */
  readonly sequence: string;
  /** Id of the event that caused this one. */
  readonly causeid?: string;
  /** W3C trace context. */
  readonly traceparent?: string;
  readonly tracestate?: string;
  readonly data: Payload;
}

/** The outcome of reading a message body. */
export type EnvelopeResult =
  | { readonly ok: true; readonly envelope: EventEnvelope }
  | { readonly ok: false; readonly problem: string };

const SEQUENCE_DIGITS = 16;

/**
 * Writes a sequence number as text that sorts like the number.
 *
 * @throws RangeError when it is not an integer of 0 to 2^53 - 1.
 */
export function formatSequence(sequence: number): string {
  if (!Number.isSafeInteger(sequence) || sequence < 0) {
    throw new RangeError(`sequence must be an integer of 0 to 2^53 - 1, got ${sequence}`);
  }
  return String(sequence).padStart(SEQUENCE_DIGITS, '0');
}

/** Reads what {@link formatSequence} wrote. */
export const parseSequence = (sequence: string): number => Number(sequence);

/** Characters that SQS refuses and JSON leaves as they are. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export const REFUSED_BY_SQS = /[\ufffe\uffff]/g;

/** The message body: the envelope as JSON, in characters that SQS takes. */
export const serializeEnvelope = (envelope: EventEnvelope): string =>
  JSON.stringify(envelope).replace(REFUSED_BY_SQS, (character) => `\\u${character.charCodeAt(0).toString(16)}`);

/** Reads a message body. Never throws: a body that is no envelope is an answer, with the first problem found. */
export function parseEnvelope(body: string): EnvelopeResult {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    return refused(`body is not JSON: ${syntaxProblem(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refused('body is not a JSON object');
  }
  if (isNestedDeeper(value, MAX_NESTING)) {
    return refused(`body must be nested at most ${MAX_NESTING} levels deep`);
  }
  const fields = value as Record<string, unknown>;
  if (fields['specversion'] !== '1.0') {
    return refused(`specversion must be "1.0", got ${JSON.stringify(fields['specversion'])}`);
  }
  for (const name of ['id', 'source', 'type', 'time', 'partitionkey'] as const) {
    const text = fields[name];
    if (typeof text !== 'string' || text === '') {
      return refused(`${name} must be a non-empty string, got ${JSON.stringify(text)}`);
    }
  }
  for (const name of ['causeid', 'traceparent', 'tracestate'] as const) {
    if (fields[name] !== undefined && typeof fields[name] !== 'string') {
      return refused(`${name} must be a string, got ${JSON.stringify(fields[name])}`);
    }
  }
  if (typeof fields['sequence'] !== 'string' || !/^\d{16}$/.test(fields['sequence'])) {
    return refused(`sequence must be ${SEQUENCE_DIGITS} digits, got ${JSON.stringify(fields['sequence'])}`);
  }
  if (!Number.isSafeInteger(parseSequence(fields['sequence']))) {
    return refused(`sequence must be at most 2^53 - 1, got ${JSON.stringify(fields['sequence'])}`);
  }
  if (fields['datacontenttype'] !== 'application/json') {
    return refused(`datacontenttype must be "application/json", got ${JSON.stringify(fields['datacontenttype'])}`);
  }
  if (!('data' in fields)) {
    return refused('data is missing');
  }
  return { ok: true, envelope: fields as unknown as EventEnvelope };
}

const refused = (problem: string): EnvelopeResult => ({ ok: false, problem });

/** Where parsing stopped. The parser's own message quotes the text, which may hold a payload. */
const syntaxProblem = (error: unknown): string =>
  `syntax error${/ at position \d+/.exec(error instanceof Error ? error.message : '')?.[0] ?? ''}`;
