import { type Environment, environmentNames } from '../../contracts/environment.ts';
import { createProducer } from '../runtime/create-producer.ts';
import type { ProducerDefinition, ProducerResponse } from '../runtime/producer-definition.ts';
import { cryptoRandom } from './crypto-random.ts';
import { createDynamoDb } from './dynamodb-client.ts';
import { DynamoDbInboxStore } from './dynamodb-inbox-store.ts';
import { DynamoDbTransactionStore } from './dynamodb-transaction-store.ts';
import { readEnvironment } from './environment-reader.ts';
import { type LambdaHandler, lambdaHandler } from './lambda-handler.ts';
import { RequestDeadline } from './request-deadline.ts';
import { stdoutLog } from './stdout-log.ts';
import { systemClock } from './system-clock.ts';
import { UsageMeter } from './usage-meter.ts';
import { COMPONENT_NAME, outboxTableName, TABLE_NAME } from './variables.ts';

/**
 * Makes the Lambda handler of a producer: the event is the client's request. Call once, at cold start, with
 * `process.env`.
 *
 * @throws EnvironmentError when the variables of `environmentNames` are missing or malformed.
 */
export function lambdaProducer<Request, Result>(
  definition: ProducerDefinition<Request, Result>,
  environment: Environment,
): LambdaHandler<unknown, ProducerResponse<Result>> {
  const settings = readEnvironment(environment, (read) => ({
    producer: read.text(environmentNames.consumer, COMPONENT_NAME.allowed, COMPONENT_NAME.pattern),
    horizonSeconds: read.count(environmentNames.inboxHorizonSeconds),
    inboxTable: read.text(environmentNames.inboxTable, TABLE_NAME.allowed, TABLE_NAME.pattern),
    outboxTable: outboxTableName(read, definition),
  }));

  const meter = new UsageMeter();
  const deadline = new RequestDeadline();
  const shared = { clock: systemClock, random: cryptoRandom, deadline };
  const dynamoDb = { ...shared, client: createDynamoDb(meter) };
  const run = createProducer(definition, settings, {
    ...shared,
    inbox: new DynamoDbInboxStore({ ...dynamoDb, tableName: settings.inboxTable }),
    transactions: new DynamoDbTransactionStore({ ...dynamoDb, ...settings }),
  });
  return lambdaHandler({ component: settings.producer, deadline, meter, log: stdoutLog, run });
}
