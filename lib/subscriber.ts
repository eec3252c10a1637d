import { RemovalPolicy } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { checkFanout } from './check-fanout.ts';
import { checkComponentName } from './component-name.ts';
import { ConsumerFunction } from './consumer-function.ts';
import { filterPolicyFor } from './filter-policy.ts';
import { admitDeliveries } from './key-access.ts';
import { PropsCheck } from './props-check.ts';
import { horizonSeconds } from './retention.ts';
import { SubscriberAlarms } from './subscriber-alarms.ts';
import type { SubscriberProps } from './subscriber-props.ts';
import { subscriberQueues } from './subscriber-queues.ts';
import { type SubscriberSettings, subscriberSettings } from './subscriber-settings.ts';
import { TopicSubscription } from './topic-subscription.ts';

/**
 * One consumer of a topic. Defines its queue, dead-letter queue, subscription with a dead-letter queue of its own, function
 * with log group and role, event source mapping, and alarms.
 */
export class Subscriber extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly subscriptionDeadLetterQueue: Queue;
  readonly function: LambdaFunction;
  readonly logGroup: ILogGroup;
  readonly mapping: EventSourceMapping;
  /** Fires on each arrival in the dead-letter queue. */
  readonly deadLetterAlarm: Alarm;
  /** Fires on each arrival in the subscription's dead-letter queue. */
  readonly subscriptionDeadLetterAlarm: Alarm;
  readonly oldestMessageAlarm: Alarm;

  constructor(scope: Construct, id: string, props: SubscriberProps) {
    super(scope, id);
    const check = new PropsCheck(this);
    checkComponentName(check, props.name);
    check.attempt(() => props.inbox.takeName(this, props.name), undefined);
    const filterPolicy = filterPolicyFor(check, props.topic.definition, props.events);
    checkKey(check, props);
    const settings = subscriberSettings(check, props);
    const neededSeconds = horizonSeconds(settings.retentionSeconds, props.topic.archiveSeconds);
    const recordSeconds = check.attempt(() => props.inbox.horizonSecondsFor(this, neededSeconds), neededSeconds);
    check.finish();
    const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;

    const queues = subscriberQueues(this, { ...settings, encryptionKey: props.encryptionKey, removalPolicy });
    this.queue = queues.queue;
    this.deadLetterQueue = queues.deadLetterQueue;
    this.subscriptionDeadLetterQueue = queues.subscriptionDeadLetterQueue;
    this.#subscribe(props, filterPolicy);

    const consumer = new ConsumerFunction(this, 'Consumer', {
      ...props,
      queue: this.queue,
      deadLetterQueue: this.deadLetterQueue,
      maxAttempts: settings.maxAttempts,
      concurrency: settings.concurrency,
      horizonSeconds: recordSeconds,
      removalPolicy,
    });
    this.function = consumer.function;
    this.logGroup = consumer.logGroup;
    this.mapping = this.#map(consumer, settings);

    const alarms = new SubscriberAlarms(this, 'Alarms', {
      ...queues,
      name: props.name,
      oldestMessageSeconds: settings.oldestMessageSeconds,
      alarmActions: props.alarmActions,
    });
    this.deadLetterAlarm = alarms.deadLetter;
    this.subscriptionDeadLetterAlarm = alarms.subscriptionDeadLetter;
    this.oldestMessageAlarm = alarms.oldestMessage;
    checkFanout(this);
  }

  #subscribe({ topic, encryptionKey }: SubscriberProps, filterPolicy?: Record<string, readonly string[]>): void {
    if (encryptionKey !== undefined) {
      admitDeliveries(encryptionKey, topic.topic, this);
    }
    new TopicSubscription(this, 'Subscription', {
      topic,
      filterPolicy,
      queue: this.queue,
      deadLetterQueue: this.subscriptionDeadLetterQueue,
    });
  }

  #map(consumer: ConsumerFunction, settings: SubscriberSettings): EventSourceMapping {
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: consumer.function,
      eventSourceArn: this.queue.queueArn,
      batchSize: settings.batchSize,
      maxBatchingWindow: settings.maxBatchingWindow,
      maxConcurrency: settings.maxConcurrency,
      reportBatchItemFailures: true,
    });
    // Lambda checks at creation that the role may receive.
    mapping.node.addDependency(consumer.role);
    return mapping;
  }
}

function checkKey(check: PropsCheck, { topic, encryptionKey }: SubscriberProps): void {
  if (encryptionKey !== undefined && encryptionKey === topic.encryptionKey) {
    check.add(
      'KeySharedWithTopic',
      `encryptionKey must differ from the topic's key, got ${encryptionKey.node.path} for both; its policy would name the topic, which needs the key`,
    );
  }
}
