import type { EventMatcher } from '../../event-sources/filter/compile-pattern.ts';
import type { DiscardedBatch } from '../../event-sources/streams/discarded-batch.ts';
import { laneIndex } from '../../event-sources/streams/lane-index.ts';
import type { StreamRecord } from '../dynamodb/stream-record.ts';
import { ServiceError } from '../service-error.ts';
import { itemJson } from './attribute-json.ts';
import type { MappedStream } from './mapped-stream.ts';
import { streamEventRecord } from './stream-event-record.ts';
import { StreamLane, type StreamMappingConfiguration } from './stream-lane.ts';

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

  /** Reads what there is until a lane has enough waiting. */
  read(batchSize: number, now: number): void {
    while (!this.#isReadToEnd && !this.lanes.some((lane) => lane.isFull(batchSize))) {
      const { records, nextShardIterator } = this.#readOnce();
      for (const record of records) this.#add(record, now);
      this.#iterator = nextShardIterator;
      this.#isReadToEnd = nextShardIterator === undefined;
      if (records.length === 0) return;
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

  #readOnce(): ReturnType<MappedStream['getRecords']> {
    const { stream } = this.#props;
    try {
      this.#iterator ??= this.#newIterator(this.#position);
      return stream.getRecords({ shardIterator: this.#iterator });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      if (error.code !== 'TrimmedDataAccessException' && error.code !== 'ExpiredIteratorException') throw error;
      // What is gone is gone: the oldest record that is left comes next.
      const position = error.code === 'ExpiredIteratorException' ? this.#position : ({ type: 'TRIM_HORIZON' } as const);
      this.#iterator = this.#newIterator(position);
      return stream.getRecords({ shardIterator: this.#iterator });
    }
  }

  #newIterator(position: ShardPosition): string {
    const { stream, shardId, configuration } = this.#props;
    const { type: shardIteratorType, ...at } = position;
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
