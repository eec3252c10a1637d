import type { DynamoDbStreams } from '../dynamodb/streams.ts';

/** What a mapping does with its stream: the engine's DynamoDB Streams, or something between them that injects faults. */
export type MappedStream = Pick<
  DynamoDbStreams,
  'describeStream' | 'getShardIterator' | 'getRecords' | 'nextSequenceNumber'
>;
