import type { ServiceCall, ServiceError } from '../../embedded/service-call.ts';

interface InMemoryShard {
  readonly parent: string | undefined;
  readonly records: { eventName: string; dynamodb: object }[];
  isClosed: boolean;
}

/** A DynamoDB stream in memory, as far as event source mappings read it. */
export class InMemoryStream {
  readonly arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/2026-11-21T00:00:00.000';
  /** How often records were asked for. */
  reads = 0;
  /** The next reads fail with these errors, one each. */
  readonly errors: ServiceError[] = [];
  readonly #shards = new Map<string, InMemoryShard>();
  #sequence = 100;

  constructor() {
    this.openShard('shard-1');
  }

  openShard(shardId: string, parent?: string): void {
    this.#shards.set(shardId, { parent, records: [], isClosed: false });
  }

  closeShard(shardId: string): void {
    (this.#shards.get(shardId) as InMemoryShard).isClosed = true;
  }

  /** Adds one record per key; returns their sequence numbers. */
  write(keys: readonly string[], { shardId = 'shard-1', eventName = 'INSERT', createdAt = Date.now() } = {}): string[] {
    return keys.map((key) => {
      const SequenceNumber = String(this.#sequence++);
      const dynamodb = { ApproximateCreationDateTime: createdAt / 1000, Keys: { pk: { S: key } }, SequenceNumber };
      this.#shards.get(shardId)?.records.push({ eventName, dynamodb });
      return SequenceNumber;
    });
  }

  readonly call: ServiceCall = async <Output>(action: string, input: object) => {
    const answer = this.#answer(action, input as Record<string, string>);
    return structuredClone(answer) as Output;
  };

  #answer(action: string, input: Record<string, string>): object {
    switch (action) {
      case 'DescribeStream':
        return {
          StreamDescription: { Shards: this.#describeShards(), KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] },
        };
      case 'GetShardIterator':
        return { ShardIterator: `${input['ShardId']}:${this.#start(input)}` };
      case 'GetRecords':
        return this.#records(String(input['ShardIterator']));
      default:
        throw new Error(`unexpected ${action}`);
    }
  }

  #describeShards(): object[] {
    // As dynoxide shows them: also an open shard has an ending sequence number.
    const SequenceNumberRange = { StartingSequenceNumber: '1', EndingSequenceNumber: '999' };
    return [...this.#shards].map(([ShardId, { parent }]) => ({ ShardId, ParentShardId: parent, SequenceNumberRange }));
  }

  #start(input: Record<string, string>): number {
    const { records } = this.#shards.get(String(input['ShardId'])) as InMemoryShard;
    if (input['ShardIteratorType'] === 'TRIM_HORIZON') return 0;
    if (input['ShardIteratorType'] === 'LATEST') return records.length;
    const isAfter = ({ dynamodb }: { dynamodb: object }) =>
      Number(Reflect.get(dynamodb, 'SequenceNumber')) > Number(input['SequenceNumber']);
    const first = records.findIndex(isAfter);
    return first === -1 ? records.length : first;
  }

  #records(iterator: string): object {
    this.reads++;
    const error = this.errors.shift();
    if (error !== undefined) throw error;
    const [shardId = '', start] = iterator.split(':');
    const { records, isClosed } = this.#shards.get(shardId) as InMemoryShard;
    const next = { NextShardIterator: `${shardId}:${records.length}` };
    return { Records: records.slice(Number(start)), ...(isClosed ? {} : next) };
  }
}
