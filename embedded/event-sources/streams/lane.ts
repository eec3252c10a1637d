import type { InvokeResult } from '../../lambda/index.ts';
import { BackOff } from '../back-off.ts';
import { eventPayload, fittingRecords } from '../event-payload.ts';
import type { MappingConfiguration, StreamConfiguration } from '../mapping-configuration.ts';
import { PollLoop } from '../poll-loop.ts';
import type { DiscardedBatch } from './discarded-batch.ts';
import { type PendingBatch, remainder } from './pending-batch.ts';
import type { PendingRecord } from './stream-record.ts';

/** A stream mapping's configuration. */
export type StreamMappingConfiguration = MappingConfiguration & { readonly stream: StreamConfiguration };

/** What a {@link Lane} delivers with. */
export interface LaneProps {
  /** Read before each batch. */
  readonly configuration: () => StreamMappingConfiguration;
  readonly invoke: (payload: string) => Promise<InvokeResult>;
  readonly discard: (batch: DiscardedBatch) => Promise<void>;
  /** Called when records have left the lane. */
  readonly onProgress: () => void;
}

const IDLE_MS = 60_000;

/**
 * Delivers records of a shard one batch after another, in order: a batch that fails blocks those behind it until it
 * succeeds or is discarded. Pausing keeps what is waiting.
 */
export class Lane {
  readonly #props: LaneProps;
  readonly #backOff = new BackOff(100, 5_000);
  readonly #waiting: PendingRecord[] = [];
  /** What is being delivered, in order: one batch, or what failures have made of it. */
  #batches: PendingBatch<PendingRecord>[] = [];
  readonly #loop = new PollLoop({ turn: () => this.#turn() });

  constructor(props: LaneProps) {
    this.#props = props;
  }

  /** Records that wait behind the batch that is being delivered. */
  get backlog(): number {
    return this.#waiting.length;
  }

  /** Whether nothing is waiting or being delivered. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#batches.length === 0;
  }

  add(record: PendingRecord): void {
    this.#waiting.push(record);
    this.#loop.wake();
  }

  resume(): void {
    this.#loop.resume();
  }

  pause(): Promise<void> {
    return this.#loop.pause();
  }

  async #turn(): Promise<void> {
    const batch = this.#batches[0];
    const missingMs = this.#missingMs();
    if (batch !== undefined) await this.#deliver(batch);
    else if (missingMs > 0) await this.#loop.sleep(missingMs);
    else this.#batches = [{ records: this.#takeBatch(), failures: 0 }];
  }

  /** Milliseconds until the next batch may be taken: until its window closes, unless it is full. */
  #missingMs(): number {
    const { batchSize, windowSeconds } = this.#props.configuration();
    const first = this.#waiting[0];
    if (first === undefined) return IDLE_MS;
    if (this.#waiting.length >= batchSize) return 0;
    return first.readAt + windowSeconds * 1000 - performance.now();
  }

  #takeBatch(): PendingRecord[] {
    const { batchSize } = this.#props.configuration();
    const candidates = this.#waiting.slice(0, batchSize).map((record) => record.json);
    const records = this.#waiting.splice(0, fittingRecords(candidates));
    this.#props.onProgress();
    return records;
  }

  async #deliver(batch: PendingBatch<PendingRecord>): Promise<void> {
    const { reportsItemFailures, stream } = this.#props.configuration();
    const expired = expiredCount(batch, stream.maximumRecordAgeSeconds);
    if (expired > 0) {
      const records = batch.records.slice(0, expired);
      await this.#props.discard({ records, condition: 'RecordAgeExceeded', invocations: batch.failures });
      this.#replace({ ...batch, records: batch.records.slice(expired) });
      return;
    }
    const result = await this.#props.invoke(eventPayload(batch.records.map((record) => record.json)));
    if (result.outcome === 'throttled') {
      await this.#waitBeforeRetry();
      return;
    }
    const left = remainder(batch, result, { reportsItemFailures, bisectsOnError: stream.bisectsOnError });
    const [next] = left;
    if (next !== undefined && stream.maximumRetryAttempts !== -1 && next.failures > stream.maximumRetryAttempts) {
      await this.#props.discard({ ...next, condition: 'RetryAttemptsExhausted', invocations: next.failures });
      this.#replace();
      return;
    }
    this.#replace(...left);
    if (left.length > 0) await this.#waitBeforeRetry();
    else this.#backOff.succeeded();
  }

  /** Puts `batches` in the place of the one that was delivered. */
  #replace(...batches: PendingBatch<PendingRecord>[]): void {
    this.#batches.splice(0, 1, ...batches.filter(({ records }) => records.length > 0));
    this.#props.onProgress();
  }

  async #waitBeforeRetry(): Promise<void> {
    this.#backOff.failed();
    await this.#loop.rest(this.#backOff.delayMs);
  }
}

/** How many records at the head of a batch are older than `maximumAgeSeconds`; -1 stands for no limit. */
function expiredCount({ records }: PendingBatch<PendingRecord>, maximumAgeSeconds: number): number {
  if (maximumAgeSeconds === -1) return 0;
  const oldest = Date.now() - maximumAgeSeconds * 1000;
  const firstFresh = records.findIndex((record) => record.createdAt >= oldest);
  return firstFresh === -1 ? records.length : firstFresh;
}
