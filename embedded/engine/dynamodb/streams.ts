import { ServiceError } from '../service-error.ts';
import type { EngineClock } from '../surroundings.ts';
import type { Item } from './item.ts';
import type { Shard } from './shard.ts';
import { iteratorText, parseIterator } from './shard-iterator.ts';
import { ShardReaders } from './shard-readers.ts';
import { describe, type RegisteredStream, type StreamDescription } from './stream-description.ts';
import type { StreamRecord } from './stream-record.ts';
import { keyOfRequest } from './table-key.ts';
import { sequenceOf, sequenceText, type TableStream } from './table-stream.ts';
import { invalid } from './validation-error.ts';

export interface GetShardIteratorInput {
  readonly streamArn: string;
  readonly shardId: string;
  readonly shardIteratorType: 'TRIM_HORIZON' | 'LATEST' | 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER';
  /** For the types that name it. */
  readonly sequenceNumber?: string;
}

export interface GetRecordsOutput {
  readonly records: readonly StreamRecord[];
  /** Undefined when the shard is closed and has been read to its end. */
  readonly nextShardIterator?: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html */
const MAX_RECORDS = 1000;
const MAX_BYTES = 1_048_576;
const ITERATOR_LIFETIME_MS = 900_000;

/** DynamoDB Streams: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html. */
export class DynamoDbStreams {
  readonly #clock: EngineClock;
  readonly #streams = new Map<string, RegisteredStream>();
  readonly #readers: ShardReaders;
  /** Called before anything is read, so that what is due is there. */
  readonly #settle: () => void;
  #iterators = 0;

  constructor(clock: EngineClock, settle: () => void) {
    this.#clock = clock;
    this.#settle = settle;
    this.#readers = new ShardReaders(clock);
  }

  /** For the database: makes a stream readable. */
  register(registered: RegisteredStream): void {
    this.#streams.set(registered.stream.arn, registered);
  }

  /** @throws {ServiceError} `ResourceNotFoundException`. */
  describeStream({ streamArn }: { readonly streamArn: string }): StreamDescription {
    return describe(this.#stream(streamArn));
  }

  /**
   * Where to read a shard from; good for 15 minutes.
   *
   * @throws {ServiceError} `TrimmedDataAccessException` for a sequence number that is no longer kept,
   * `ResourceNotFoundException` for an unknown stream or shard.
   */
  getShardIterator(input: GetShardIteratorInput): { readonly shardIterator: string } {
    const { stream } = this.#stream(input.streamArn);
    const shard = this.#shard(stream, input.shardId);
    this.#iterators++;
    const iterator = {
      streamArn: input.streamArn,
      shardId: input.shardId,
      from: startOf(input, shard, stream),
      issuedAt: this.#clock.now(),
      reader: this.#iterators,
    };
    return { shardIterator: iteratorText(iterator) };
  }

  /**
   * Reads on, up to `limit` records (1000 by default) or 1 MB.
   *
   * @throws {ServiceError} `ExpiredIteratorException` 15 minutes after the iterator was given out,
   * `TrimmedDataAccessException` when what it points at is no longer kept, `LimitExceededException` for a third reader
   * of a shard within a second.
   */
  getRecords({
    shardIterator,
    limit = MAX_RECORDS,
  }: {
    readonly shardIterator: string;
    readonly limit?: number;
  }): GetRecordsOutput {
    if (!(Number.isInteger(limit) && limit >= 1 && limit <= MAX_RECORDS)) {
      throw invalid(`Limit must be 1 to ${MAX_RECORDS}, got ${limit}`);
    }
    this.#settle();
    const iterator = parseIterator(shardIterator);
    const { stream } = this.#stream(iterator.streamArn);
    const now = this.#clock.now();
    if (iterator.issuedAt + ITERATOR_LIFETIME_MS <= now) {
      throw new ServiceError('ExpiredIteratorException', 'The provided iterator exceeds the maximum age allowed.');
    }
    const shard = this.#shard(stream, iterator.shardId);
    assertKept(shard, iterator.from);
    this.#readers.admit(iterator.streamArn + iterator.shardId, iterator.reader);
    const read = shard.read(iterator.from, limit, MAX_BYTES);
    const from = (read.at(-1)?.sequence ?? iterator.from - 1) + 1;
    return {
      records: read.map(({ record }) => record),
      ...(!shard.isReadTo(from) && { nextShardIterator: iteratorText({ ...iterator, from, issuedAt: now }) }),
    };
  }

  /**
   * The sequence number that the next record of a stream will have. AWS has no such call; Lambda's pollers know it, since
   * they never stop to read.
   */
  nextSequenceNumber({ streamArn }: { readonly streamArn: string }): string {
    return sequenceText(this.#stream(streamArn).stream.nextSequence);
  }

  /**
   * Closes a shard and opens two in its place, as DynamoDB does on its own when a partition is hot or large.
   *
   * @param at - key of the first item of the second child: the way to part items of one partition key.
   * @default at - the middle of the shard
   */
  splitShard({
    streamArn,
    shardId,
    at,
  }: {
    readonly streamArn: string;
    readonly shardId: string;
    readonly at?: Item;
  }): void {
    const { stream, schema } = this.#stream(streamArn);
    stream.splitShard(shardId, at && keyOfRequest(schema, at));
  }

  /** Closes a shard and opens one in its place, as DynamoDB does with every shard from time to time. */
  replaceShard({ streamArn, shardId }: { readonly streamArn: string; readonly shardId: string }): void {
    this.#stream(streamArn).stream.replaceShard(shardId);
  }

  #stream(streamArn: string): RegisteredStream {
    this.#settle();
    const registered = this.#streams.get(streamArn);
    if (registered !== undefined) return registered;
    throw new ServiceError('ResourceNotFoundException', `Requested resource not found: Stream: ${streamArn} not found`);
  }

  #shard(stream: TableStream, shardId: string): Shard {
    const shard = stream.shards().find((candidate) => candidate.shardId === shardId);
    if (shard !== undefined) return shard;
    throw new ServiceError('ResourceNotFoundException', `Requested resource not found: Shard: ${shardId} not found`);
  }
}

function startOf(
  { shardIteratorType: type, sequenceNumber }: GetShardIteratorInput,
  shard: Shard,
  stream: TableStream,
): number {
  switch (type) {
    case 'TRIM_HORIZON':
      return Math.max(shard.startingSequence, shard.trimmedThrough + 1);
    case 'LATEST':
      return stream.nextSequence;
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER': {
      const sequence = sequenceOf(sequenceNumber ?? '');
      if (Number.isNaN(sequence)) throw invalid(`Invalid SequenceNumber: ${sequenceNumber}`);
      assertKept(shard, sequence);
      return type === 'AT_SEQUENCE_NUMBER' ? sequence : sequence + 1;
    }
    default:
      throw invalid(`Invalid ShardIteratorType: ${type}`);
  }
}

function assertKept(shard: Shard, sequence: number): void {
  if (sequence > shard.trimmedThrough) return;
  throw new ServiceError(
    'TrimmedDataAccessException',
    'The operation attempted to read past the oldest stream record in a shard: records are kept for 24 hours',
  );
}
