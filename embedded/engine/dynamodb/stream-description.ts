import type { Shard } from './shard.ts';
import type { StreamViewType } from './table-definition.ts';
import type { KeySchema } from './table-key.ts';
import { sequenceText, type TableStream } from './table-stream.ts';

/** A stream of a table that exists, or has existed. */
export interface RegisteredStream {
  readonly stream: TableStream;
  readonly tableName: string;
  readonly schema: KeySchema;
}

export interface ShardDescription {
  readonly shardId: string;
  readonly parentShardId?: string;
  readonly sequenceNumberRange: {
    readonly startingSequenceNumber: string;
    /** Set once the shard is closed. */
    readonly endingSequenceNumber?: string;
  };
}

export interface StreamDescription {
  readonly streamArn: string;
  readonly streamStatus: 'ENABLED' | 'DISABLED';
  readonly streamViewType: StreamViewType;
  readonly tableName: string;
  readonly keySchema: readonly { readonly attributeName: string; readonly keyType: 'HASH' | 'RANGE' }[];
  readonly shards: readonly ShardDescription[];
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html, all shards on one page. */
export function describe({ stream, tableName, schema }: RegisteredStream): StreamDescription {
  const { partitionKey, sortKey } = schema;
  return {
    streamArn: stream.arn,
    streamStatus: stream.isEnabled ? 'ENABLED' : 'DISABLED',
    streamViewType: stream.viewType,
    tableName,
    keySchema: [
      { attributeName: partitionKey.name, keyType: 'HASH' },
      ...(sortKey === undefined ? [] : [{ attributeName: sortKey.name, keyType: 'RANGE' as const }]),
    ],
    shards: stream.shards().map(describeShard),
  };
}

function describeShard({ shardId, parentShardId, startingSequence, endingSequence }: Shard): ShardDescription {
  return {
    shardId,
    ...(parentShardId !== undefined && { parentShardId }),
    sequenceNumberRange: {
      startingSequenceNumber: sequenceText(startingSequence),
      ...(endingSequence !== undefined && { endingSequenceNumber: sequenceText(endingSequence) }),
    },
  };
}
