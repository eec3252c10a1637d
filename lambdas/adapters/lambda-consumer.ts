import { type Environment, environmentNames } from '../../contracts/environment.ts';
import type { ConsumerDefinition } from '../runtime/consumer-definition.ts';
import { createConsumer } from '../runtime/create-consumer.ts';
import type { SqsBatchResponse, SqsEvent } from '../runtime/sqs-event.ts';
import { cryptoRandom } from './crypto-random.ts';
import { createDynamoDb } from './dynamodb-client.ts';
import { DynamoDbInboxStore } from './dynamodb-inbox-store.ts';
import { DynamoDbTransactionStore } from './dynamodb-transaction-store.ts';
import { readEnvironment } from './environment-reader.ts';
import { type LambdaHandler, lambdaHandler } from './lambda-handler.ts';
import { RequestDeadline } from './request-deadline.ts';
import { createSqs } from './sqs-client.ts';
import { SqsMessageQueue } from './sqs-message-queue.ts';
import { stdoutLog } from './stdout-log.ts';
import { systemClock } from './system-clock.ts';
import { UsageMeter } from './usage-meter.ts';
import { COMPONENT_NAME, outboxTableName, QUEUE_URL, TABLE_NAME } from './variables.ts';

/**
 * Makes the Lambda handler of a consumer. Call once, at cold start, with `process.env`.
 *
 * @throws EnvironmentError when the variables of `environmentNames` are missing or malformed.
 */
export function lambdaConsumer(
  definition: ConsumerDefinition,
  environment: Environment,
): LambdaHandler<SqsEvent, SqsBatchResponse> {
  const settings = readEnvironment(environment, (read) => ({
    consumer: read.text(environmentNames.consumer, COMPONENT_NAME.allowed, COMPONENT_NAME.pattern),
    consumerVersion: read.optionalText(environmentNames.consumerVersion, 'a text') ?? 'unversioned',
    horizonSeconds: read.count(environmentNames.inboxHorizonSeconds),
    deadLetterRetentionSeconds: read.optionalCount(environmentNames.deadLetterRetentionSeconds),
    maxAttempts: read.optionalCount(environmentNames.maxAttempts),
    concurrency: read.optionalCount(environmentNames.concurrency),
    maxMessageBytes: read.optionalCount(environmentNames.maxMessageBytes),
    inboxTable: read.text(environmentNames.inboxTable, TABLE_NAME.allowed, TABLE_NAME.pattern),
    outboxTable: outboxTableName(read, definition.mode === 'guard' ? {} : definition),
    sourceQueueUrl: read.text(environmentNames.sourceQueueUrl, QUEUE_URL.allowed, QUEUE_URL.pattern),
    deadLetterQueueUrl: read.text(environmentNames.deadLetterQueueUrl, QUEUE_URL.allowed, QUEUE_URL.pattern),
  }));

  const meter = new UsageMeter();
  const deadline = new RequestDeadline();
  const shared = { clock: systemClock, random: cryptoRandom, deadline };
  const dynamoDb = { ...shared, client: createDynamoDb(meter) };
  const sqs = { deadline, client: createSqs(meter) };
  const run = createConsumer(definition, settings, {
    ...shared,
    inbox: new DynamoDbInboxStore({ ...dynamoDb, tableName: settings.inboxTable }),
    transactions: new DynamoDbTransactionStore({ ...dynamoDb, ...settings }),
    queue: new SqsMessageQueue({ ...sqs, queueUrl: settings.sourceQueueUrl }),
    deadLetterQueue: new SqsMessageQueue({ ...sqs, queueUrl: settings.deadLetterQueueUrl }),
    log: stdoutLog,
  });
  return lambdaHandler({ component: settings.consumer, deadline, meter, log: stdoutLog, run });
}
