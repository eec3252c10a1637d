import type { EventMatcher } from '../../event-sources/filter/compile-pattern.ts';
import type { DiscardedBatch } from '../../event-sources/streams/discarded-batch.ts';
import { laneIndex } from '../../event-sources/streams/lane-index.ts';
import type { StreamRecord } from '../dynamodb/stream-record.ts';
import { ServiceError } from '../service-error.ts';
import { itemJson } from './attribute-json.ts';
import type { MappedStream } from './mapped-stream.ts';
import { streamEventRecord } from './stream-event-record.ts';
import { StreamLane, type StreamMappingConfiguration } from './stream-lane.ts';

/** How long a stream that has refused a read is left alone, in milliseconds. */
const REFUSED_MS = 1000;
/** One for an expired iterator, one for trimmed records. */
const MAX_TRIES = 3;

/** Where a shard is read from. */
export type ShardPosition =
  | { readonly type: 'TRIM_HORIZON' }
  | { readonly type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER'; readonly sequenceNumber: string };

/** What a {@link StreamShardReader} reads, and with what. */
export interface StreamShardReaderProps {
  readonly stream: MappedStream;
  readonly shardId: string;
  readonly position: ShardPosition;
  /** Whether a record is delivered; the others are skipped. */
  readonly matches: EventMatcher;
  /** Name of the table's partition key. */
  readonly partitionKey: string;
  readonly configuration: StreamMappingConfiguration;
  readonly discard: (batch: DiscardedBatch) => void;
}

/** Reads one shard in order and spreads its records over as many lanes as the parallelization factor says. */
export class StreamShardReader {
  readonly shardId: string;
  readonly lanes: readonly StreamLane[];
  readonly #props: StreamShardReaderProps;
  #position: ShardPosition;
  #iterator: string | undefined;
  #isReadToEnd = false;
  #retryAt: number | undefined;

  constructor(props: StreamShardReaderProps) {
    this.shardId = props.shardId;
    this.#props = props;
    this.#position = props.position;
    const { parallelizationFactor } = props.configuration.stream;
    this.lanes = Array.from({ length: parallelizationFactor }, () => new StreamLane(props.discard));
  }

  /** Whether the shard is closed and everything in it has been delivered. */
  get isFinished(): boolean {
    return this.#isReadToEnd && this.lanes.every((lane) => lane.isEmpty);
  }

  /** When reading is tried again after the stream has refused it; undefined when it has not. */
  get retryAt(): number | undefined {
    return this.#retryAt;
  }

  /** Reads what there is until a lane has enough waiting. A stream that refuses is asked again later. */
  read(batchSize: number, now: number): void {
    if (this.#retryAt !== undefined && this.#retryAt > now) return;
    this.#retryAt = undefined;
    try {
      this.#readOn(batchSize, now);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.#retryAt = now + REFUSED_MS;
    }
  }

  /** Forgets what has been read and not delivered, and goes back to it: what a mapping does that is disabled. */
  rewind(): void {
    const undone = this.lanes.flatMap(({ firstUndone }) => firstUndone ?? []).sort();
    for (const lane of this.lanes) lane.clear();
    this.#iterator = undefined;
    const [first] = undone;
    if (first === undefined) return;
    this.#position = { type: 'AT_SEQUENCE_NUMBER', sequenceNumber: first };
    this.#isReadToEnd = false;
  }

  #readOn(batchSize: number, now: number): void {
    while (!this.#isReadToEnd && !this.lanes.some((lane) => lane.isFull(batchSize))) {
      const { records, nextShardIterator } = this.#readPage();
      for (const record of records) this.#add(record, now);
      this.#iterator = nextShardIterator;
      this.#isReadToEnd = nextShardIterator === undefined;
      if (records.length === 0) return;
    }
  }

  #readPage(): ReturnType<MappedStream['getRecords']> {
    const { stream } = this.#props;
    for (let tries = 1; ; tries++) {
      try {
        this.#iterator ??= this.#newIterator();
        return stream.getRecords({ shardIterator: this.#iterator });
      } catch (error) {
        if (tries === MAX_TRIES || !this.#recovers(error)) throw error;
      }
    }
  }

  /** An iterator that was not used for 15 minutes is replaced; of records that are trimmed the oldest that is left is next. */
  #recovers(error: unknown): boolean {
    if (!(error instanceof ServiceError)) return false;
    this.#iterator = undefined;
    if (error.code === 'TrimmedDataAccessException') this.#position = { type: 'TRIM_HORIZON' };
    return error.code === 'TrimmedDataAccessException' || error.code === 'ExpiredIteratorException';
  }

  #newIterator(): string {
    const { stream, shardId, configuration } = this.#props;
    const { type: shardIteratorType, ...at } = this.#position;
    return stream.getShardIterator({ streamArn: configuration.source.arn, shardId, shardIteratorType, ...at })
      .shardIterator;
  }

  #add(record: StreamRecord, now: number): void {
    const { matches, partitionKey, configuration } = this.#props;
    const { sequenceNumber, keys, approximateCreationDateTime } = record.dynamodb;
    this.#position = { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber };
    const event = streamEventRecord(record, configuration.source);
    if (!matches(event)) return;
    const lane = this.lanes.length === 1 ? 0 : laneIndex(itemJson(keys)[partitionKey], this.lanes.length);
    this.lanes[lane]?.add({
      sequenceNumber,
      createdAt: approximateCreationDateTime,
      readAt: now,
      json: JSON.stringify(event),
    });
  }
}
