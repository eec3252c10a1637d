import { type Environment, environmentNames } from '../../contracts/environment.ts';
import { createRelay } from '../runtime/outbox/create-relay.ts';
import type { StreamBatchResponse, StreamEvent } from '../runtime/outbox/stream-record.ts';
import { cryptoRandom } from './crypto-random.ts';
import { createDynamoDb } from './dynamodb-client.ts';
import { DynamoDbOutboxStore } from './dynamodb-outbox-store.ts';
import { readEnvironment } from './environment-reader.ts';
import { type LambdaHandler, lambdaHandler } from './lambda-handler.ts';
import { RequestDeadline } from './request-deadline.ts';
import { createSns } from './sns-client.ts';
import { SnsTopicPublisher } from './sns-topic-publisher.ts';
import { stdoutLog } from './stdout-log.ts';
import { systemClock } from './system-clock.ts';
import { UsageMeter } from './usage-meter.ts';
import { TABLE_NAME } from './variables.ts';

/**
 * Makes the Lambda handler of the outbox relay, mapped to the outbox table's stream. Call once, at cold start, with
 * `process.env`.
 *
 * @throws EnvironmentError when FANOUT_OUTBOX_TABLE or FANOUT_TOPIC_ARNS is missing or malformed.
 */
export function lambdaRelay(environment: Environment): LambdaHandler<StreamEvent, StreamBatchResponse> {
  const settings = readEnvironment(environment, (read) => ({
    tableName: read.text(environmentNames.outboxTable, TABLE_NAME.allowed, TABLE_NAME.pattern),
    topicArns: read.topicArns(environmentNames.topicArns),
  }));

  const meter = new UsageMeter();
  const deadline = new RequestDeadline();
  const shared = { clock: systemClock, random: cryptoRandom, deadline };
  const run = createRelay(settings, {
    ...shared,
    store: new DynamoDbOutboxStore({ ...shared, ...settings, client: createDynamoDb(meter) }),
    publisher: new SnsTopicPublisher({ deadline, client: createSns(meter) }),
    log: stdoutLog,
  });
  return lambdaHandler({ component: 'outbox-relay', deadline, meter, log: stdoutLog, run });
}
