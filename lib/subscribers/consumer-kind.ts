import { Duration } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { lambdaLimits } from '../../contracts/limits.ts';
import { checkHandler, HANDLER_KINDS } from '../functions/handler-check.ts';
import {
  aFlag,
  aFunction,
  aKey,
  aList,
  alarmActionList,
  anInbox,
  anObject,
  anOutbox,
  anUndeliveredQueue,
  anything,
  aQueue,
  aRemovalPolicy,
  aText,
  aTopic,
} from '../props/prop-kinds.ts';
import { type PropKinds, type PropsCheck, shown } from '../props/props-check.ts';
import type {
  ConsumerProps,
  FunctionConsumerProps,
  PollingProps,
  ProvisionedPollers,
  RuntimeProps,
} from './consumer-props.ts';
import type { SubscriberProps } from './subscriber-props.ts';

/** Lambda's own, of a function that states none. */
const LAMBDA_DEFAULT_TIMEOUT = Duration.seconds(3);

/** True when the subscriber defines the function. */
export const hasCode = (consumer: SubscriberProps['consumer']): consumer is ConsumerProps =>
  consumer !== undefined && 'code' in consumer;

/** True when the app has the function already. */
const hasFunction = (consumer: SubscriberProps['consumer']): consumer is FunctionConsumerProps =>
  consumer !== undefined && 'function' in consumer;

/** True when handlers are made by `lambdaConsumer`: they count attempts and dead-letter themselves. */
export const usesRuntime = ({ consumer, inbox }: SubscriberProps): boolean =>
  hasCode(consumer) || (hasFunction(consumer) && inbox !== undefined);

const POLLING_KINDS: PropKinds<PollingProps> = {
  batchSize: anything,
  maxBatchingWindow: anything,
  maxConcurrency: anything,
  provisionedPollers: anObject,
};

const RUNTIME_KINDS: PropKinds<RuntimeProps> = { maxAttempts: anything, concurrency: anything, version: aText };

const CONSUMER_KINDS: PropKinds<ConsumerProps> = { ...HANDLER_KINDS, ...POLLING_KINDS, ...RUNTIME_KINDS };

const FUNCTION_KINDS: PropKinds<FunctionConsumerProps> = {
  ...POLLING_KINDS,
  ...RUNTIME_KINDS,
  function: aFunction,
  timeout: anything,
  reportBatchItemFailures: aFlag,
};

const POLLERS_KINDS: PropKinds<ProvisionedPollers> = { minimum: anything, maximum: anything };

const SUBSCRIBER_KINDS: PropKinds<SubscriberProps> = {
  name: anything,
  topic: aTopic,
  events: aList,
  bodyFilter: anObject,
  rawMessageDelivery: aFlag,
  inbox: anInbox,
  outbox: anOutbox,
  consumer: anObject,
  queue: aQueue,
  deadLetterQueue: aQueue,
  visibilityTimeout: anything,
  maxReceiveCount: anything,
  retentionPeriod: anything,
  deadLetterRetentionPeriod: anything,
  encryptionKey: aKey,
  undelivered: anUndeliveredQueue,
  oldestMessageAlarmAfter: anything,
  alarmActions: alarmActionList,
  removalPolicy: aRemovalPolicy,
};

/** Checks of what kind a subscriber's props are; answers them as `PropsCheck.kinds` does. */
export function checkedKinds(check: PropsCheck, given: SubscriberProps): SubscriberProps {
  const props = check.kinds(given, SUBSCRIBER_KINDS, { required: ['topic'] });
  const { consumer } = props;
  // Neither or both: what else is in it depends on which is meant, and checkConsumerKind asks.
  if (consumer === undefined || hasCode(consumer) === hasFunction(consumer)) {
    return props;
  }
  const checked = hasCode(consumer)
    ? check.kinds(consumer, CONSUMER_KINDS, { of: 'consumer' })
    : check.kinds(consumer, FUNCTION_KINDS, { of: 'consumer', required: ['function'] });
  if (checked.provisionedPollers !== undefined) {
    check.kinds(checked.provisionedPollers, POLLERS_KINDS, { of: 'consumer.provisionedPollers' });
  }
  return { ...props, consumer: checked };
}

/** Checks which kind of consumer is meant, and what the kinds exclude. */
export function checkConsumerKind(check: PropsCheck, props: SubscriberProps): void {
  const { consumer, inbox } = props;
  if (consumer !== undefined && hasCode(consumer) === hasFunction(consumer)) {
    check.add('ConsumerKind', `consumer must have either code or a function, got ${keysOf(consumer)}`);
  }
  if (hasFunction(consumer) && inbox !== undefined && !(consumer.function instanceof LambdaFunction)) {
    check.add(
      'FunctionNotConfigurable',
      `inbox must be left out with a function that this app does not define, got ${inbox.node.path}; the variables of lambdaConsumer cannot be set on ${consumer.function?.node?.path}`,
    );
  }
  if (usesRuntime(props)) {
    if (props.rawMessageDelivery === false) {
      check.add('RawDeliveryNeeded', 'rawMessageDelivery must be true for lambdaConsumer, got false; leave it out');
    }
    return;
  }
  for (const prop of ['inbox', 'outbox'] as const) {
    if (props[prop] !== undefined) {
      check.add(
        'RuntimeOnly',
        `${prop} must be left out unless handlers are made by lambdaConsumer, got ${props[prop].node.path}; give the consumer code, or a function and an inbox`,
      );
    }
  }
}

/** Seconds of the function's time-out, checked; undefined without a function. */
export function checkTimeout(check: PropsCheck, { consumer }: SubscriberProps): number | undefined {
  if (hasCode(consumer)) {
    return checkHandler(check, consumer);
  }
  if (!hasFunction(consumer)) {
    return undefined;
  }
  const stated = consumer.timeout ?? timeoutOf(consumer);
  if (stated === undefined) {
    check.add(
      'TimeoutUnknown',
      'consumer.timeout must be stated for a function that this app does not define, got none; the visibility timeout is derived from it',
    );
    return 1;
  }
  return check.seconds(stated, { code: 'TimeoutRange', prop: 'timeout', min: 1, max: lambdaLimits.maxTimeoutSeconds });
}

const timeoutOf = (consumer: FunctionConsumerProps): Duration | undefined =>
  consumer.function instanceof LambdaFunction ? (consumer.function.timeout ?? LAMBDA_DEFAULT_TIMEOUT) : undefined;

const keysOf = (consumer: object): string => shown(Object.keys(consumer));
