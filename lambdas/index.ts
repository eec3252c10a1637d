export { cryptoRandom } from './adapters/crypto-random.ts';
export { DynamoDbInboxStore, type DynamoDbInboxStoreProps } from './adapters/dynamodb-inbox-store.ts';
export { DynamoDbOutboxStore, type DynamoDbOutboxStoreProps } from './adapters/dynamodb-outbox-store.ts';
export { DynamoDbQuarantineStore, type DynamoDbQuarantineStoreProps } from './adapters/dynamodb-quarantine-store.ts';
export {
  DynamoDbTransactionStore,
  type DynamoDbTransactionStoreProps,
} from './adapters/dynamodb-transaction-store.ts';
export { EnvironmentError } from './adapters/environment-reader.ts';
export { lambdaConsumer } from './adapters/lambda-consumer.ts';
export type { LambdaContext, LambdaHandler } from './adapters/lambda-handler.ts';
export { lambdaItemRelay } from './adapters/lambda-item-relay.ts';
export { lambdaProducer } from './adapters/lambda-producer.ts';
export { lambdaRelay } from './adapters/lambda-relay.ts';
export { lambdaSweeper } from './adapters/lambda-sweeper.ts';
export { RequestDeadline } from './adapters/request-deadline.ts';
export { SnsTopicPublisher, type SnsTopicPublisherProps } from './adapters/sns-topic-publisher.ts';
export { SqsMessageQueue, type SqsMessageQueueProps } from './adapters/sqs-message-queue.ts';
export { systemClock } from './adapters/system-clock.ts';
export * from './runtime/index.ts';
export * from './runtime/outbox/index.ts';
