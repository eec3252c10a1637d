import type { RemovalPolicy } from 'aws-cdk-lib';
import type { Alarm, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ArrivalAlarm } from '../alarms/arrival-alarm.ts';
import { UndeliveredExpiryAlarm } from '../alarms/undelivered-expiry-alarm.ts';
import { nameForOtherRegions } from '../physical-name.ts';
import { alarmActionList, aRemovalPolicy, aText, aTopic } from '../props/prop-kinds.ts';
import { namePropsOf, type PropNames } from '../props/prop-names.ts';
import { type PropKinds, PropsCheck } from '../props/props-check.ts';
import { definesAlarms, removalPolicyOf, stageSettings } from '../stages/stage.ts';
import type { IEventTopic } from '../topics/event-topic-base.ts';
import { checkUndeliveredRegion } from './cross-region.ts';
import { subscriptionDeadLetterQueue } from './subscriber-queues.ts';
import { deliveryStatement } from './topic-subscription.ts';

/** Props for {@link UndeliveredQueue}. */
export interface UndeliveredQueueProps {
  /** The topic whose messages it takes. The queue must be in the topic's Region. */
  readonly topic: IEventTopic;
  /** Whose messages they are, for the alarm's description. */
  readonly subscriber: string;
  /**
   * What the alarms do.
   *
   * @default - what the stage says; nothing without one
   */
  readonly alarmActions?: readonly IAlarmAction[];
  /**
   * What becomes of the queue when the stack goes.
   *
   * @default - what the stage says; `RemovalPolicy.RETAIN` without one
   */
  readonly removalPolicy?: RemovalPolicy;
}

const UNDELIVERED_KINDS: PropKinds<UndeliveredQueueProps> = {
  topic: aTopic,
  subscriber: aText,
  alarmActions: alarmActionList,
  removalPolicy: aRemovalPolicy,
};

const UNDELIVERED_PROP_NAMES: PropNames<keyof UndeliveredQueueProps> = {
  construct: 'UndeliveredQueue',
  props: { AlarmActions: 'alarmActions', DeletionPolicy: 'removalPolicy' },
};

/**
 * The dead-letter queue of a subscription for a subscriber in another Region than the topic's. A subscription is in the
 * topic's Region, and SNS wants its dead-letter queue there too
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html): define it in a stack of that Region and hand it
 * to the {@link Subscriber}. Defines the queue, its policy, and alarms on arrivals and on messages that expire
 * soon.
 */
export class UndeliveredQueue extends Construct {
  readonly queue: Queue;
  /** Fires when messages arrive. Undefined, as the other, in a stage without alarms. */
  readonly alarm?: Alarm;
  /** Fires when they expire in three days. */
  readonly expiryAlarm?: Alarm;

  constructor(scope: Construct, id: string, props: UndeliveredQueueProps) {
    super(scope, id);
    const check = new PropsCheck(this);
    const { topic, subscriber, alarmActions, removalPolicy } = check.kinds(props, UNDELIVERED_KINDS, {
      required: ['topic', 'subscriber'],
    });
    checkUndeliveredRegion(check, this, topic.env.region);
    check.finish();
    namePropsOf(this, UNDELIVERED_PROP_NAMES);
    this.queue = subscriptionDeadLetterQueue(this, {
      fifo: topic.definition.fifo,
      removalPolicy: removalPolicyOf(this, removalPolicy),
      queueName: nameForOtherRegions(this, topic.definition),
    });
    this.queue.addToResourcePolicy(deliveryStatement(topic, this.queue));
    if (!definesAlarms(this)) {
      return;
    }
    const told = alarmActions ?? stageSettings(this).alarmActions;
    this.alarm = new ArrivalAlarm(this, 'Alarm', {
      queue: this.queue,
      alarmDescription: undeliveredDescription(subscriber),
      alarmActions: told,
    });
    this.expiryAlarm = new UndeliveredExpiryAlarm(this, 'ExpiryAlarm', {
      queue: this.queue,
      subscriber,
      alarmActions: told,
    });
  }
}

/** What an alarm on a subscription's dead-letter queue says. */
export const undeliveredDescription = (subscriber: string): string =>
  `SNS could not deliver to the queue of ${subscriber}: its policy or key refuses, or it is gone. The messages are in the subscription's dead-letter queue and expire after 14 days.`;
