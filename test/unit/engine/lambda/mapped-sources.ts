import type { DynamoDb } from '../../../../embedded/engine/dynamodb/dynamodb.ts';
import { FunctionConcurrency } from '../../../../embedded/engine/lambda/function-concurrency.ts';
import { QueueMapping } from '../../../../embedded/engine/lambda/queue-mapping.ts';
import type { StreamMappingConfiguration } from '../../../../embedded/engine/lambda/stream-lane.ts';
import {
  type StreamBatch,
  StreamMapping,
  type StreamMappingProps,
} from '../../../../embedded/engine/lambda/stream-mapping.ts';
import type { QueueAttributes } from '../../../../embedded/engine/sqs/queue-attributes.ts';
import { Sqs } from '../../../../embedded/engine/sqs/sqs.ts';
import type { MappingConfiguration } from '../../../../embedded/event-sources/mapping-configuration.ts';
import { parseConfiguration } from '../../../../embedded/event-sources/parse-configuration.ts';
import type { JsonObject } from '../../../../embedded/json.ts';
import { type OpenedDatabase, openDatabase } from '../dynamodb/opened-database.ts';
import { type VirtualSurroundings, virtualSurroundings } from '../virtual-surroundings.ts';

const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:consumer';

/** A queue with a mapping that answers what a test tells it to. */
export interface MappedQueueWorld extends VirtualSurroundings {
  readonly sqs: Sqs;
  readonly queueArn: string;
  readonly mapping: QueueMapping;
  readonly concurrency: FunctionConcurrency;
  send(...bodies: readonly string[]): void;
  /** The mapping's configuration with other properties. */
  configure(properties: JsonObject): MappingConfiguration;
  /** Bodies of the next batch, settled with success, or with the identifiers of the bodies in `failed` as failures. */
  run(...failed: readonly string[]): readonly string[] | undefined;
  /** Receive counts by body, of everything that is still in the queue. */
  receiveCounts(): Readonly<Record<string, number>>;
}

/** Opens a queue, FIFO when `attributes` say so, with a mapping of these properties. */
export function mappedQueue(
  properties: JsonObject = {},
  attributes: Partial<QueueAttributes> = {},
  reserved?: number,
): MappedQueueWorld {
  const surroundings = virtualSurroundings();
  const sqs = new Sqs(surroundings);
  const queueName = attributes.fifoQueue ? 'queue.fifo' : 'queue';
  const { queueArn } = sqs.createQueue({ queueName, attributes });
  const concurrency = new FunctionConcurrency(reserved);
  const configure = (changes: JsonObject) =>
    parseConfiguration({
      EventSourceArn: queueArn,
      FunctionName: 'consumer',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ...changes,
    });
  const configuration = configure(properties);
  const mapping = new QueueMapping({ clock: surroundings.clock, queue: sqs, configuration, concurrency });
  return {
    ...surroundings,
    sqs,
    queueArn,
    mapping,
    concurrency,
    configure,
    send(...bodies) {
      for (const body of bodies) {
        const ids = attributes.fifoQueue ? { messageGroupId: body[0], messageDeduplicationId: body } : {};
        sqs.sendMessage({ queueArn, body, ...ids });
      }
    },
    run(...failed) {
      const batch = mapping.poll();
      if (batch === undefined) return undefined;
      const failures = batch.messages.filter(({ body }) => failed.includes(body));
      const payload = JSON.stringify({
        batchItemFailures: failures.map(({ messageId }) => ({ itemIdentifier: messageId })),
      });
      mapping.settle(batch, { outcome: 'success', payload });
      return batch.messages.map(({ body }) => body);
    },
    receiveCounts: () =>
      Object.fromEntries(sqs.messagesOf(queueArn).map(({ body, receiveCount }) => [body, receiveCount])),
  };
}

/** A database whose table `orders` has a mapped stream. */
export interface MappedStreamWorld extends OpenedDatabase {
  readonly mapping: StreamMapping;
  readonly concurrency: FunctionConcurrency;
  /** Notices that were sent to the on-failure destination. */
  readonly notices: Record<string, unknown>[];
  put(pk: string, n?: number): void;
  /** Keys of the records in a batch. */
  keysOf(batch: StreamBatch): readonly string[];
  /** Keys of the next batch, settled with success, or with the records of the keys in `failed` as failures. */
  run(...failed: readonly string[]): readonly string[] | undefined;
  /** Keys of the next batch, settled as an error of the function. */
  fail(): readonly string[] | undefined;
  /** Runs every batch that is due with success; their keys. */
  runAll(): readonly string[];
}

/** Opens a database with a mapping of these properties on the stream of `orders`. */
export function mappedStream(
  properties: JsonObject = {},
  { reserved, ...options }: Partial<StreamMappingProps> & { readonly reserved?: number } = {},
): MappedStreamWorld {
  const opened = openDatabase();
  const concurrency = new FunctionConcurrency(reserved);
  const notices: Record<string, unknown>[] = [];
  const mapping = new StreamMapping({
    clock: opened.clock,
    random: opened.random,
    stream: opened.database.streams,
    configuration: streamConfiguration(opened.streamArns.orders, properties),
    functionArn: FUNCTION_ARN,
    concurrency,
    onDiscarded: (notice) => notices.push(JSON.parse(notice)),
    ...options,
  });
  const settleNext = (payloadFor: (keys: readonly string[], numbers: readonly string[]) => string | undefined) => {
    const batch = mapping.poll();
    if (batch === undefined) return undefined;
    const { Records: records } = JSON.parse(batch.payload) as StreamEvent;
    const keys = records.map(({ dynamodb }) => dynamodb.Keys.pk.S);
    const payload = payloadFor(
      keys,
      records.map(({ dynamodb }) => dynamodb.SequenceNumber),
    );
    mapping.settle(batch, payload === undefined ? { outcome: 'error' } : { outcome: 'success', payload });
    return keys;
  };
  const run = (...failed: readonly string[]) =>
    settleNext((keys, numbers) =>
      JSON.stringify({
        batchItemFailures: numbers
          .filter((_, index) => failed.includes(keys[index] as string))
          .map((itemIdentifier) => ({ itemIdentifier })),
      }),
    );
  return {
    ...opened,
    mapping,
    concurrency,
    notices,
    put: (pk, n = 0) => put(opened.database, pk, n),
    keysOf: ({ payload }) => (JSON.parse(payload) as StreamEvent).Records.map(({ dynamodb }) => dynamodb.Keys.pk.S),
    run,
    fail: () => settleNext(() => undefined),
    runAll() {
      const all: string[] = [];
      for (let keys = run(); keys !== undefined; keys = run()) all.push(...keys);
      return all;
    },
  };
}

/** Lambda's event, as far as these tests read it. */
interface StreamEvent {
  readonly Records: readonly {
    readonly eventName: string;
    readonly dynamodb: { readonly Keys: { readonly pk: { readonly S: string } }; readonly SequenceNumber: string };
  }[];
}

/** Configuration of a mapping that reports item failures and begins at the oldest record. */
const streamConfiguration = (streamArn: string, properties: JsonObject = {}): StreamMappingConfiguration =>
  parseConfiguration({
    EventSourceArn: streamArn,
    FunctionName: 'consumer',
    StartingPosition: 'TRIM_HORIZON',
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ...properties,
  }) as StreamMappingConfiguration;

const put = (database: DynamoDb, pk: string, n: number): unknown =>
  database.putItem({ tableName: 'orders', item: { pk, n } });
