import { Duration } from 'aws-cdk-lib';
import type { Alarm, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Grant, IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { EventSourceMapping, IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { admitDeliveries } from '../access/key-access.ts';
import { namePropsOf } from '../props/prop-names.ts';
import { PropsError } from '../props/props-error.ts';
import { checkFanout } from '../rules/check-fanout.ts';
import { definesAlarms, removalPolicyOf, stageSettings } from '../stages/stage.ts';
import type { IEventTopic } from '../topics/event-topic-base.ts';
import { CONSUME_ACTIONS } from './consumer-runtime.ts';
import { grantKeys, type QueueKeys } from './queue-keys.ts';
import { SubscriberAlarms } from './subscriber-alarms.ts';
import { checkSubscriber } from './subscriber-check.ts';
import { SubscriberConsumer } from './subscriber-consumer.ts';
import { SUBSCRIBER_PROP_NAMES } from './subscriber-prop-names.ts';
import type { SubscriberProps } from './subscriber-props.ts';
import { consumedQueues, subscriptionDeadLetterQueue } from './subscriber-queues.ts';
import type { SubscriberSettings } from './subscriber-settings.ts';
import { deliveryStatement, TopicSubscription } from './topic-subscription.ts';

const PERIOD = Duration.minutes(5);

/**
 * One consumer of a topic. Defines its queue, dead-letter queue, subscription with a dead-letter queue of its own, function
 * with log group and role, event source mapping, and alarms.
 */
export class Subscriber extends Construct {
  readonly name: string;
  readonly topic: IEventTopic;
  readonly queue: IQueue;
  readonly deadLetterQueue: IQueue;
  readonly subscriptionDeadLetterQueue: IQueue;
  /** What the policy of the queue says, or must say when the queue is imported: SNS may send, for this topic alone. */
  readonly deliveryStatement: PolicyStatement;
  /** The consumer's function, defined here or given; undefined without one. */
  readonly consumerFunction?: IFunction;
  /** What the props came to: checked, derived and with the defaults filled in. */
  readonly settings: SubscriberSettings;
  /**
   * Fires when messages arrive in the dead-letter queue, and again after five minutes without an arrival. Undefined, as the
   * others, in a stage without alarms.
   */
  readonly deadLetterAlarm?: Alarm;
  /** The same for the subscription's dead-letter queue. In another Region it is in the stack of that queue. */
  readonly subscriptionDeadLetterAlarm?: Alarm;
  readonly oldestMessageAlarm?: Alarm;
  readonly #keys: QueueKeys;
  readonly #consumer?: SubscriberConsumer;

  constructor(scope: Construct, id: string, props: SubscriberProps) {
    super(scope, id);
    const { props: checked, existing, ...known } = checkSubscriber(this, props);
    this.settings = known.settings;
    this.#keys = known.keys;

    const removalPolicy = removalPolicyOf(this, checked.removalPolicy);
    const ownQueues = { ...this.settings, encryptionKey: checked.encryptionKey, removalPolicy };
    const { queue, deadLetterQueue } = existing ?? consumedQueues(this, ownQueues);
    this.name = checked.name;
    this.topic = checked.topic;
    this.queue = queue;
    this.deadLetterQueue = deadLetterQueue;
    const undelivered = checked.undelivered?.queue;
    this.subscriptionDeadLetterQueue = undelivered ?? subscriptionDeadLetterQueue(this, ownQueues);
    this.deliveryStatement = deliveryStatement(this.topic, queue);
    if (this.#keys.queue !== undefined) {
      admitDeliveries(this.#keys.queue, this.topic.topic, this);
    }
    new TopicSubscription(this, 'Subscription', {
      topic: this.topic,
      filter: known.filter,
      rawMessageDelivery: checked.rawMessageDelivery ?? true,
      queue,
      deadLetterQueue: this.subscriptionDeadLetterQueue,
      region: known.topicRegion,
    });
    this.#consumer =
      checked.consumer &&
      this.settings.polling &&
      new SubscriberConsumer(this, {
        ...checked,
        consumer: checked.consumer,
        inbox: known.inbox,
        queue,
        deadLetterQueue,
        keys: this.#keys,
        polling: this.settings.polling,
        runtime: this.settings.runtime,
        deadLetterRetentionSeconds: this.settings.deadLetterRetentionSeconds,
        horizonSeconds: known.horizonSeconds,
        maxMessageSizeBytes: this.topic.maxMessageSizeBytes,
        removalPolicy,
      });
    this.consumerFunction = this.#consumer?.function;

    this.subscriptionDeadLetterAlarm = checked.undelivered?.alarm;
    if (definesAlarms(this)) {
      const alarms = new SubscriberAlarms(this, 'Alarms', {
        name: checked.name,
        queue,
        deadLetterQueue,
        subscriptionDeadLetterQueue: undelivered === undefined ? this.subscriptionDeadLetterQueue : undefined,
        settings: this.settings,
        alarmActions: checked.alarmActions ?? stageSettings(this).alarmActions,
      });
      this.deadLetterAlarm = alarms.deadLetter;
      this.subscriptionDeadLetterAlarm ??= alarms.subscriptionDeadLetter;
      this.oldestMessageAlarm = alarms.oldestMessage;
    }
    namePropsOf(this, SUBSCRIBER_PROP_NAMES);
    checkFanout(this);
  }

  /**
   * The function that was defined for the consumer's code.
   *
   * @throws PropsError when the consumer is a function of your own, or there is none.
   */
  get function(): LambdaFunction {
    return this.#defined(this.#consumer?.defined?.function, 'function');
  }

  /**
   * The log group of that function.
   *
   * @throws PropsError as {@link function} does.
   */
  get logGroup(): ILogGroup {
    return this.#defined(this.#consumer?.defined?.logGroup, 'logGroup');
  }

  /**
   * The mapping between queue and function.
   *
   * @throws PropsError when the subscriber has no function.
   */
  get mapping(): EventSourceMapping {
    return this.#defined(this.#consumer?.mapping, 'mapping');
  }

  /**
   * Lets `grantee` consume the queue: `sqs:ReceiveMessage`, `DeleteMessage`, `ChangeMessageVisibility` and
   * `GetQueueAttributes`, and `kms:Decrypt` on its own key. Not purge it.
   */
  grantConsume(grantee: IGrantable): Grant {
    const consume = this.queue.grant(grantee, ...CONSUME_ACTIONS);
    const decrypt = this.#keys.queue?.grant(grantee, 'kms:Decrypt');
    return decrypt === undefined ? consume : consume.combine(decrypt);
  }

  /**
   * Lets `grantee` look into the dead-letter queue and move messages back to the queue, itself or by SQS's own redrive.
   * On the dead-letter queue `sqs:ReceiveMessage`, `DeleteMessage`, `ChangeMessageVisibility`, `GetQueueAttributes`,
   * `StartMessageMoveTask`, `ListMessageMoveTasks` and `CancelMessageMoveTask`; on the queue `sqs:SendMessage`; and the use
   * of their own keys.
   */
  grantRedrive(grantee: IGrantable): Grant {
    const take = this.deadLetterQueue.grant(
      grantee,
      ...CONSUME_ACTIONS,
      'sqs:StartMessageMoveTask',
      'sqs:ListMessageMoveTasks',
      'sqs:CancelMessageMoveTask',
    );
    const giveBack = this.queue.grant(grantee, 'sqs:SendMessage');
    const useKeys = grantKeys(grantee, this.#keys, { receivesFrom: 'deadLetterQueue', sendsTo: 'queue' });
    return take.combine(giveBack).combine(useKeys);
  }

  /** Messages waiting in the queue. */
  metricBacklog(options?: MetricOptions): Metric {
    return this.queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: PERIOD, ...options });
  }

  /** Age of the oldest message in the queue, in seconds; on standard queues of those received less than three times. */
  metricOldestMessage(options?: MetricOptions): Metric {
    return this.queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period: PERIOD, ...options });
  }

  /** Messages in the dead-letter queue. Anything above zero needs a person. */
  metricDeadLetters(options?: MetricOptions): Metric {
    return this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({
      statistic: 'Maximum',
      period: PERIOD,
      ...options,
    });
  }

  /** Messages that SNS could not put into the queue. */
  metricUndelivered(options?: MetricOptions): Metric {
    return this.subscriptionDeadLetterQueue.metricApproximateNumberOfMessagesVisible({
      statistic: 'Maximum',
      period: PERIOD,
      ...options,
    });
  }

  /** Tenants whose backlog would delay others if the queue were not fair. Only of topics with a `tenantKey`. */
  metricNoisyTenants(options?: MetricOptions): Metric {
    return this.queue.metric('ApproximateNumberOfNoisyGroups', { statistic: 'Maximum', period: PERIOD, ...options });
  }

  #defined<Part>(part: Part | undefined, what: string): Part {
    if (part === undefined) {
      throw new PropsError(
        'NotDefinedHere',
        `${what} must be read only of a subscriber that defines it, got one whose consumer is a function of your own or none`,
        this,
      );
    }
    return part;
  }
}
