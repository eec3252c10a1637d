import { randomUUID } from 'node:crypto';
import type { FunctionInvoker, InvokeResult } from '../../lambda/index.ts';
import type { ServiceCall } from '../../service-call.ts';
import { compilePattern } from '../filter/compile-pattern.ts';
import type { MappingConfiguration } from '../mapping-configuration.ts';
import { type MappingState, PollLoop } from '../poll-loop.ts';
import { NOTHING_PROCESSED, type RunningMapping } from '../running-mapping.ts';
import { QueueClient } from '../sqs/queue-client.ts';
import { type DiscardedBatch, discardNotice } from './discarded-batch.ts';
import type { StreamMappingConfiguration } from './lane.ts';
import { ShardReader } from './shard-reader.ts';
import { type Shard, StreamClient, type StreamDescription } from './stream-client.ts';

/** How often a stream is asked for new shards; a shard that closes is noticed at once. */
const DISCOVERY_MS = 10_000;
const DISCOVERY_RETRY_MS = 500;

/** What a stream mapping works with. */
export interface StreamMappingProps {
  readonly lambda: FunctionInvoker;
  readonly functionArn: string;
  readonly sqs: ServiceCall;
  readonly streams: ServiceCall;
}

/** Reads all shards of a DynamoDB stream, each in order, and invokes a function with batches of records. */
export class StreamMapping implements RunningMapping {
  readonly #props: StreamMappingProps;
  readonly #stream: StreamClient;
  readonly #readers = new Map<string, ShardReader>();
  readonly #finished = new Set<string>();
  readonly #loop = new PollLoop({
    turn: () => this.#turn(),
    drain: () => Promise.all([...this.#readers.values()].map((reader) => reader.pause())),
  });
  #configuration: StreamMappingConfiguration;
  #lastProcessingResult = NOTHING_PROCESSED;
  /** `LATEST` is meant for the shards of the beginning: all records of a shard that comes later are new. */
  #isFirstDiscovery = true;

  constructor(configuration: StreamMappingConfiguration, props: StreamMappingProps) {
    this.#configuration = configuration;
    this.#props = props;
    this.#stream = new StreamClient(props.streams, configuration.source.arn);
  }

  get state(): MappingState {
    return this.#loop.state;
  }

  get lastProcessingResult(): string {
    return this.#lastProcessingResult;
  }

  resume(): void {
    this.#loop.resume();
  }

  pause(): Promise<void> {
    return this.#loop.pause();
  }

  configure(configuration: MappingConfiguration): void {
    const { stream } = this.#configuration;
    this.#configuration = { ...configuration, stream };
  }

  wake(): void {
    for (const reader of this.#readers.values()) reader.wake();
  }

  stop(): Promise<void> {
    return this.pause();
  }

  async #turn(): Promise<void> {
    try {
      this.#startReaders(await this.#stream.describe());
      await this.#loop.sleep(DISCOVERY_MS);
    } catch (error) {
      this.#note(error);
      await this.#loop.rest(DISCOVERY_RETRY_MS);
    }
  }

  #startReaders({ shards, partitionKey }: StreamDescription): void {
    const listed = new Set(shards.map((shard) => shard.ShardId));
    for (const shard of shards) {
      if (this.#isReadable(shard, listed))
        this.#readers.set(shard.ShardId, this.#readerOf(shard.ShardId, partitionKey));
    }
    this.#isFirstDiscovery = false;
    for (const reader of this.#readers.values()) reader.resume();
  }

  /** A shard is read when its parent has been read to its end, or is no longer kept. */
  #isReadable({ ShardId, ParentShardId }: Shard, listed: ReadonlySet<string>): boolean {
    if (this.#readers.has(ShardId) || this.#finished.has(ShardId)) return false;
    return ParentShardId === undefined || this.#finished.has(ParentShardId) || !listed.has(ParentShardId);
  }

  #readerOf(shardId: string, partitionKey: string | undefined): ShardReader {
    const { startingPosition, patterns } = this.#configuration.stream;
    const matchers = patterns.map(compilePattern);
    return new ShardReader({
      stream: this.#stream,
      source: this.#configuration.source,
      shardId,
      start: this.#isFirstDiscovery ? startingPosition : 'TRIM_HORIZON',
      matches: (record) => matchers.length === 0 || matchers.some((matches) => matches(record)),
      partitionKey,
      configuration: () => this.#configuration,
      invoke: (payload) => this.#invoke(payload),
      discard: (batch) => this.#discard(batch, shardId),
      onFinished: () => this.#finish(shardId),
      onProblem: (error) => this.#note(error),
    });
  }

  async #invoke(payload: string): Promise<InvokeResult> {
    try {
      const result = await this.#props.lambda.invoke(this.#configuration.functionName, payload, { source: 'mapping' });
      this.#lastProcessingResult = result.outcome === 'success' ? 'OK' : 'PROBLEM: Function call failed';
      return result;
    } catch (error) {
      this.#note(error);
      return { outcome: 'throttled' };
    }
  }

  async #discard(batch: DiscardedBatch, shardId: string): Promise<void> {
    const { source, stream } = this.#configuration;
    const queue = stream.onFailureQueueArn?.split(':').at(-1);
    if (queue === undefined) return;
    const { functionArn, sqs } = this.#props;
    try {
      const origin = { functionArn, streamArn: source.arn, shardId, requestId: randomUUID(), discardedAt: Date.now() };
      await new QueueClient(sqs, queue).send(discardNotice(batch, origin));
    } catch (error) {
      // As on AWS, a destination that cannot be reached does not hold up the stream.
      this.#note(error);
    }
  }

  #finish(shardId: string): void {
    void this.#readers.get(shardId)?.pause();
    this.#readers.delete(shardId);
    this.#finished.add(shardId);
    this.#loop.wake();
  }

  #note(error: unknown): void {
    this.#lastProcessingResult = `PROBLEM: ${error instanceof Error ? error.message : String(error)}`;
  }
}
