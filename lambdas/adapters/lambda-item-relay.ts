import { type Environment, environmentNames } from '../../contracts/environment.ts';
import { createItemRelay } from '../runtime/outbox/create-item-relay.ts';
import type { Derivation } from '../runtime/outbox/derivation.ts';
import type { StreamBatchResponse, StreamEvent } from '../runtime/outbox/stream-record.ts';
import { cryptoRandom } from './crypto-random.ts';
import { createDynamoDb } from './dynamodb-client.ts';
import { DynamoDbQuarantineStore } from './dynamodb-quarantine-store.ts';
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
 * Makes the Lambda handler of an item relay, mapped to the stream of a business table: it publishes the events that ride
 * in the table's items and, with a derivation, those that are computed from them. Call once, at cold start, with
 * `process.env`.
 *
 * @throws EnvironmentError when FANOUT_QUARANTINE_TABLE or FANOUT_TOPIC_ARNS is missing or malformed.
 * @throws RangeError when the derivation has no source or no topics.
 */
export function lambdaItemRelay<Item>(
  environment: Environment,
  derivation?: Derivation<Item>,
): LambdaHandler<StreamEvent, StreamBatchResponse> {
  const settings = readEnvironment(environment, (read) => ({
    tableName: read.text(environmentNames.quarantineTable, TABLE_NAME.allowed, TABLE_NAME.pattern),
    topicArns: read.topicArns(environmentNames.topicArns),
  }));

  const meter = new UsageMeter();
  const deadline = new RequestDeadline();
  const shared = { clock: systemClock, random: cryptoRandom, deadline };
  const ports = {
    ...shared,
    quarantine: new DynamoDbQuarantineStore({ ...shared, ...settings, client: createDynamoDb(meter) }),
    publisher: new SnsTopicPublisher({ deadline, client: createSns(meter) }),
    log: stdoutLog,
  };
  const run = createItemRelay(settings, ports, derivation);
  return lambdaHandler({ component: 'item-relay', deadline, meter, log: stdoutLog, run });
}
