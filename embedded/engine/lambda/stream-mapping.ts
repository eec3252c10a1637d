import { compilePattern, type EventMatcher } from '../../event-sources/filter/compile-pattern.ts';
import { type DiscardedBatch, discardNotice } from '../../event-sources/streams/discarded-batch.ts';
import type { StreamDescription } from '../dynamodb/stream-description.ts';
import { randomId } from '../random-id.ts';
import type { Surroundings } from '../surroundings.ts';
import { FunctionConcurrency } from './function-concurrency.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';
import type { MappedStream } from './mapped-stream.ts';
import type { StreamLane, StreamMappingConfiguration } from './stream-lane.ts';
import { type ShardPosition, StreamShardReader } from './stream-shard-reader.ts';

/** What a mapping works with. */
export interface StreamMappingProps extends Surroundings {
  readonly stream: MappedStream;
  /** See `parseConfiguration`, which reads a template's properties. */
  readonly configuration: StreamMappingConfiguration;
  readonly functionArn: string;
  /** @default - nothing is reserved for the function */
  readonly concurrency?: FunctionConcurrency;
  /**
   * Takes the JSON that Lambda sends to the on-failure destination for records that it gives up: where they are, not what
   * is in them.
   *
   * @default - they are given up silently
   */
  readonly onDiscarded?: (notice: string) => void;
  /**
   * How long after its creation the mapping begins to read, in milliseconds. AWS says minutes, and that `LATEST` misses
   * what is written meanwhile.
   *
   * @default 0
   */
  readonly startDelayMs?: number;
}

/** A batch of records to invoke the function with. */
export interface StreamBatch {
  /** The event, as JSON: what the function gets is its own. */
  readonly payload: string;
  readonly shardId: string;
}

interface RunningBatch {
  readonly reader: StreamShardReader;
  readonly lane: StreamLane;
}

/**
 * The event source mapping of a DynamoDB stream, without invoking anything: the driver polls it for a batch, runs the
 * function and settles the batch with the outcome. Of each shard and lane one batch is out at a time.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export class StreamMapping {
  readonly #props: StreamMappingProps;
  readonly #concurrency: FunctionConcurrency;
  readonly #matches: EventMatcher;
  readonly #startsAt: number;
  readonly #readers = new Map<string, StreamShardReader>();
  readonly #finished = new Set<string>();
  readonly #running = new Map<StreamBatch, RunningBatch>();
  #configuration: StreamMappingConfiguration;
  #isEnabled = true;
  /** Where `LATEST` is; it is meant for the shards of the beginning, since all of a later shard is new. */
  #latest: { readonly sequenceNumber: string; readonly shardIds: ReadonlySet<string> } | undefined;

  constructor(props: StreamMappingProps) {
    this.#props = props;
    this.#configuration = props.configuration;
    this.#concurrency = props.concurrency ?? new FunctionConcurrency();
    this.#startsAt = props.clock.now() + (props.startDelayMs ?? 0);
    const matchers = props.configuration.stream.patterns.map(compilePattern);
    this.#matches = (event) => matchers.length === 0 || matchers.some((matches) => matches(event));
  }

  /** `Disabling` until the last batch has been settled. */
  get state(): 'Enabled' | 'Disabling' | 'Disabled' {
    if (this.#isEnabled) return 'Enabled';
    return this.#running.size > 0 ? 'Disabling' : 'Disabled';
  }

  /** Goes on behind the last batch that was settled; what has been trimmed since is skipped. */
  enable(): void {
    this.#isEnabled = true;
  }

  /** Gives out nothing more. */
  disable(): void {
    this.#isEnabled = false;
    this.#rewindIdle();
  }

  /** Uses another batch size, window, and limits of retries from the next batch on. */
  update(configuration: StreamMappingConfiguration): void {
    this.#configuration = configuration;
  }

  /**
   * The next batch to invoke the function with; undefined when there is none now. Call it until it answers that, whenever
   * the table or the time has changed.
   */
  poll(): StreamBatch | undefined {
    const now = this.#props.clock.now();
    if (!this.#isEnabled || now < this.#startsAt) return undefined;
    this.#discover();
    for (const reader of this.#readers.values()) {
      reader.read(this.#configuration.batchSize, now);
      for (const lane of reader.lanes) {
        const batch = this.#start(reader, lane, now);
        if (batch !== undefined) return batch;
      }
    }
    return this.#finishShards() ? this.poll() : undefined;
  }

  /** Takes the outcome of a batch that {@link poll} has given out. */
  settle(batch: StreamBatch, outcome: InvocationOutcome): void {
    const running = this.#running.get(batch);
    if (running === undefined) throw new Error('the batch is not out: it has been settled, or is of another mapping');
    this.#running.delete(batch);
    this.#concurrency.finish();
    running.lane.settle(outcome, this.#configuration, this.#props.clock.now());
    if (!this.#isEnabled) this.#rewindIdle();
  }

  /** When {@link poll} may answer with something although the table has not changed. */
  nextChangeAt(): number | undefined {
    if (!this.#isEnabled) return undefined;
    const now = this.#props.clock.now();
    if (now < this.#startsAt) return this.#startsAt;
    const times = [...this.#readers.values()].flatMap(({ lanes, retryAt }) => [
      ...lanes.flatMap((lane) => lane.nextChangeAt(this.#configuration) ?? []),
      ...(retryAt === undefined ? [] : [retryAt]),
    ]);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #start(reader: StreamShardReader, lane: StreamLane, now: number): StreamBatch | undefined {
    const payload = lane.next(this.#configuration, now);
    if (payload === undefined) return undefined;
    if (!this.#concurrency.tryStart()) {
      lane.settle({ outcome: 'throttled' }, this.#configuration, now);
      return undefined;
    }
    const batch: StreamBatch = { payload, shardId: reader.shardId };
    this.#running.set(batch, { reader, lane });
    return batch;
  }

  /** Starts to read shards whose parents have been read to their ends, and forgets those that are no longer kept. */
  #discover(): void {
    const streamArn = this.#configuration.source.arn;
    const description = this.#props.stream.describeStream({ streamArn });
    const listed = new Set(description.shards.map(({ shardId }) => shardId));
    this.#latest ??= { sequenceNumber: this.#props.stream.nextSequenceNumber({ streamArn }), shardIds: listed };
    for (const [shardId, { lanes }] of this.#readers) {
      if (!listed.has(shardId) && !lanes.some(({ isOut }) => isOut)) this.#finish(shardId);
    }
    for (const { shardId, parentShardId } of description.shards) {
      if (this.#readers.has(shardId) || this.#finished.has(shardId)) continue;
      const isParentDone =
        parentShardId === undefined || this.#finished.has(parentShardId) || !listed.has(parentShardId);
      if (isParentDone) this.#readers.set(shardId, this.#readerOf(shardId, description));
    }
  }

  #readerOf(shardId: string, { keySchema }: StreamDescription): StreamShardReader {
    return new StreamShardReader({
      stream: this.#props.stream,
      shardId,
      position: this.#startOf(shardId),
      matches: this.#matches,
      partitionKey: keySchema[0]?.attributeName ?? '',
      configuration: this.#configuration,
      discard: (batch) => this.#discard(batch, shardId),
    });
  }

  #startOf(shardId: string): ShardPosition {
    const isOfTheBeginning = this.#latest?.shardIds.has(shardId) ?? false;
    if (this.#configuration.stream.startingPosition === 'TRIM_HORIZON' || !isOfTheBeginning) {
      return { type: 'TRIM_HORIZON' };
    }
    return { type: 'AT_SEQUENCE_NUMBER', sequenceNumber: this.#latest?.sequenceNumber ?? '' };
  }

  /** Whether a shard has come to its end, so that its children may be read. */
  #finishShards(): boolean {
    const finished = [...this.#readers.values()].filter(({ isFinished }) => isFinished);
    for (const { shardId } of finished) this.#finish(shardId);
    return finished.length > 0;
  }

  #finish(shardId: string): void {
    this.#readers.delete(shardId);
    this.#finished.add(shardId);
  }

  #rewindIdle(): void {
    const busy = new Set([...this.#running.values()].map(({ reader }) => reader));
    for (const reader of this.#readers.values()) {
      if (!busy.has(reader)) reader.rewind();
    }
  }

  #discard(batch: DiscardedBatch, shardId: string): void {
    const { functionArn, random, clock, onDiscarded } = this.#props;
    onDiscarded?.(
      discardNotice(batch, {
        functionArn,
        streamArn: this.#configuration.source.arn,
        shardId,
        requestId: randomId(random),
        discardedAt: clock.now(),
      }),
    );
  }
}
