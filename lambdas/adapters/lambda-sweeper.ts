import { type Environment, environmentNames } from '../../contracts/environment.ts';
import { createSweeper } from '../runtime/outbox/create-sweeper.ts';
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
 * Makes the Lambda handler of the outbox sweeper, run on a schedule; its event is not read. Call once, at cold start,
 * with `process.env`.
 *
 * @throws EnvironmentError when FANOUT_OUTBOX_TABLE, FANOUT_TOPIC_ARNS or FANOUT_SWEEP_AFTER_SECONDS is missing or
 * malformed.
 */
export function lambdaSweeper(environment: Environment): LambdaHandler<unknown, void> {
  const settings = readEnvironment(environment, (read) => ({
    tableName: read.text(environmentNames.outboxTable, TABLE_NAME.allowed, TABLE_NAME.pattern),
    topicArns: read.topicArns(environmentNames.topicArns),
    sweepAfterMs: read.count(environmentNames.sweepAfterSeconds) * 1_000,
  }));

  const meter = new UsageMeter();
  const deadline = new RequestDeadline();
  const shared = { clock: systemClock, random: cryptoRandom, deadline };
  const sweep = createSweeper(settings, {
    ...shared,
    store: new DynamoDbOutboxStore({ ...shared, ...settings, client: createDynamoDb(meter) }),
    publisher: new SnsTopicPublisher({ deadline, client: createSns(meter) }),
    log: stdoutLog,
  });
  const run: Parameters<typeof lambdaHandler<unknown, void>>[0]['run'] = (_event, invocation) => sweep(invocation);
  return lambdaHandler({ component: 'outbox-sweeper', deadline, meter, log: stdoutLog, run });
}
