import { eventPayload, fittingRecords } from '../../event-sources/event-payload.ts';
import type { MappingConfiguration, StreamConfiguration } from '../../event-sources/mapping-configuration.ts';
import type { DiscardedBatch } from '../../event-sources/streams/discarded-batch.ts';
import { type PendingBatch, remainder } from '../../event-sources/streams/pending-batch.ts';
import type { PendingRecord } from '../../event-sources/streams/stream-record.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';
import { retryDelayMs } from './retry-delay.ts';

/** A stream mapping's configuration. */
export type StreamMappingConfiguration = MappingConfiguration & { readonly stream: StreamConfiguration };

/** How long a stream keeps its records, also those that a mapping goes on trying. */
const RETENTION_MS = 86_400_000;
/** Batches that are read ahead. */
const BATCHES_AHEAD = 2;

/**
 * Delivers records of a shard one batch after another, in order: a batch that fails holds up those behind it until it
 * succeeds or is discarded. https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export class StreamLane {
  readonly #discard: (batch: DiscardedBatch) => void;
  #waiting: PendingRecord[] = [];
  /** What is being delivered: one batch, or what failures have made of it. */
  #batches: PendingBatch<PendingRecord>[] = [];
  #isOut = false;
  #failuresInARow = 0;
  #retryAt = 0;
  /** Sequence number of the last record that has been delivered or discarded. */
  #doneThrough = '';

  constructor(discard: (batch: DiscardedBatch) => void) {
    this.#discard = discard;
  }

  /** Whether nothing is waiting or being delivered. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#batches.length === 0;
  }

  /** Whether a batch is with the driver. */
  get isOut(): boolean {
    return this.#isOut;
  }

  isFull(batchSize: number): boolean {
    return this.#waiting.length >= batchSize * BATCHES_AHEAD;
  }

  /** Sequence number of the first record that has not been delivered. */
  get firstUndone(): string | undefined {
    return (this.#batches[0]?.records[0] ?? this.#waiting[0])?.sequenceNumber;
  }

  /** Takes a record, unless it has been delivered before: a mapping that starts again reads some twice. */
  add(record: PendingRecord): void {
    if (record.sequenceNumber > this.#doneThrough) this.#waiting.push(record);
  }

  /** Forgets what has not been delivered; it will be read again. */
  clear(): void {
    this.#waiting = [];
    this.#batches = [];
    this.#failuresInARow = 0;
    this.#retryAt = 0;
  }

  /** The payload of the next batch, if one is due at `now`; expired records are discarded on the way. */
  next(configuration: StreamMappingConfiguration, now: number): string | undefined {
    if (this.#isOut || this.#retryAt > now) return undefined;
    do {
      if (this.#batches.length === 0) {
        if (!this.#isDue(configuration, now)) return undefined;
        this.#takeBatch(configuration);
      }
      this.#discardExpired(configuration.stream.maximumRecordAgeSeconds, now);
    } while (this.#batches.length === 0);
    const [batch] = this.#batches as [PendingBatch<PendingRecord>];
    this.#isOut = true;
    return eventPayload(batch.records.map(({ json }) => json));
  }

  /** Takes the outcome of the batch that {@link next} has given out. */
  settle(outcome: InvocationOutcome, { reportsItemFailures, stream }: StreamMappingConfiguration, now: number): void {
    const batch = this.#batches[0] as PendingBatch<PendingRecord>;
    this.#isOut = false;
    if (outcome.outcome === 'throttled') {
      this.#waitBeforeRetry(now);
      return;
    }
    const left = remainder(batch, outcome, { reportsItemFailures, bisectsOnError: stream.bisectsOnError });
    const [next] = left;
    const maximum = stream.maximumRetryAttempts;
    if (next !== undefined && maximum !== -1 && next.failures > maximum) {
      this.#discard({ ...next, condition: 'RetryAttemptsExhausted', invocations: next.failures });
      this.#replaceFirst([]);
      return;
    }
    this.#replaceFirst(left);
    if (left.length > 0) this.#waitBeforeRetry(now);
    else this.#failuresInARow = 0;
  }

  /** When {@link next} may answer although nothing was added. */
  nextChangeAt({ windowSeconds }: StreamMappingConfiguration): number | undefined {
    if (this.#isOut || this.isEmpty) return undefined;
    const [first] = this.#waiting;
    if (this.#batches.length > 0 || first === undefined) return this.#retryAt;
    return Math.max(this.#retryAt, first.readAt + windowSeconds * 1000);
  }

  #isDue({ batchSize, windowSeconds }: StreamMappingConfiguration, now: number): boolean {
    const [first] = this.#waiting;
    return first !== undefined && (this.#waiting.length >= batchSize || first.readAt + windowSeconds * 1000 <= now);
  }

  #takeBatch({ batchSize }: StreamMappingConfiguration): void {
    const candidates = this.#waiting.slice(0, batchSize).map(({ json }) => json);
    this.#batches = [{ records: this.#waiting.splice(0, fittingRecords(candidates)), failures: 0 }];
  }

  /** Passes over what is too old: told to the destination when the mapping has a limit, gone when the stream has lost it. */
  #discardExpired(maximumAgeSeconds: number, now: number): void {
    const maximumAgeMs = maximumAgeSeconds === -1 ? RETENTION_MS : Math.min(maximumAgeSeconds * 1000, RETENTION_MS);
    for (let batch = this.#batches[0]; batch !== undefined; batch = this.#batches[0]) {
      const firstFresh = batch.records.findIndex(({ createdAt }) => createdAt >= now - maximumAgeMs);
      if (firstFresh === 0) return;
      const expired = firstFresh === -1 ? batch.records : batch.records.slice(0, firstFresh);
      if (maximumAgeSeconds !== -1) {
        this.#discard({ records: expired, condition: 'RecordAgeExceeded', invocations: batch.failures });
      }
      this.#replaceFirst([{ ...batch, records: batch.records.slice(expired.length) }]);
    }
  }

  /** Puts `left` in the place of the first batch: what is not left of it is done. */
  #replaceFirst(left: readonly PendingBatch<PendingRecord>[]): void {
    const records = this.#batches[0]?.records ?? [];
    const batches = left.filter((batch) => batch.records.length > 0);
    const first = batches[0]?.records[0];
    const done = first === undefined ? records : records.slice(0, records.indexOf(first));
    this.#doneThrough = done.at(-1)?.sequenceNumber ?? this.#doneThrough;
    this.#batches.splice(0, 1, ...batches);
  }

  #waitBeforeRetry(now: number): void {
    this.#failuresInARow++;
    this.#retryAt = now + retryDelayMs(this.#failuresInARow);
  }
}
