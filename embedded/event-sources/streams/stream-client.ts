import { type ServiceCall, ServiceError } from '../../service-call.ts';
import type { StreamRecord } from './stream-record.ts';

/** A shard of a stream. Its ending sequence number is left out: dynoxide shows one for open shards too. */
export interface Shard {
  readonly ShardId: string;
  readonly ParentShardId?: string;
}

/** What a mapping needs to know of a stream. */
export interface StreamDescription {
  readonly shards: readonly Shard[];
  /** Name of the table's partition key; undefined when the stream does not say. */
  readonly partitionKey: string | undefined;
}

/** Where to read on. */
export type ShardPosition = { readonly at: 'TRIM_HORIZON' | 'LATEST' } | { readonly after: string };

/** One answer of a shard. */
export interface ShardPage {
  readonly records: readonly StreamRecord[];
  /** Undefined when the shard is closed and has been read to its end. */
  readonly nextIterator: string | undefined;
}

interface DescribeStreamAnswer {
  readonly StreamDescription: {
    readonly Shards?: readonly Shard[];
    readonly KeySchema?: readonly { readonly AttributeName: string; readonly KeyType: string }[];
    readonly LastEvaluatedShardId?: string;
  };
}

/** Most records that DynamoDB Streams gives at a time. */
const MAX_RECORDS = 1000;

/** Reads one DynamoDB stream. */
export class StreamClient {
  readonly #streams: ServiceCall;
  readonly #streamArn: string;

  constructor(streams: ServiceCall, streamArn: string) {
    this.#streams = streams;
    this.#streamArn = streamArn;
  }

  /** All shards, parents before children as the service lists them. */
  async describe(): Promise<StreamDescription> {
    const shards: Shard[] = [];
    let keySchema: DescribeStreamAnswer['StreamDescription']['KeySchema'];
    let after: string | undefined;
    do {
      const { StreamDescription: page } = await this.#streams<DescribeStreamAnswer>('DescribeStream', {
        StreamArn: this.#streamArn,
        ...(after !== undefined && { ExclusiveStartShardId: after }),
      });
      shards.push(...(page.Shards ?? []));
      keySchema = page.KeySchema;
      after = page.LastEvaluatedShardId;
    } while (after !== undefined);
    return { shards, partitionKey: keySchema?.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName };
  }

  /** An iterator from which to read; of records that have been trimmed the oldest that is left. */
  async iterator(shardId: string, position: ShardPosition): Promise<string> {
    try {
      return await this.#iterator(shardId, position);
    } catch (error) {
      if (!(error instanceof ServiceError && error.code === 'TrimmedDataAccessException')) throw error;
      return this.#iterator(shardId, { at: 'TRIM_HORIZON' });
    }
  }

  async read(iterator: string): Promise<ShardPage> {
    const answer = await this.#streams<{ Records?: StreamRecord[]; NextShardIterator?: string }>('GetRecords', {
      ShardIterator: iterator,
      Limit: MAX_RECORDS,
    });
    return { records: answer.Records ?? [], nextIterator: answer.NextShardIterator };
  }

  async #iterator(shardId: string, position: ShardPosition): Promise<string> {
    const { ShardIterator } = await this.#streams<{ ShardIterator: string }>('GetShardIterator', {
      StreamArn: this.#streamArn,
      ShardId: shardId,
      ...('after' in position
        ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position.after }
        : { ShardIteratorType: position.at }),
    });
    return ShardIterator;
  }
}
