import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct, type IConstruct } from 'constructs';
import type { ItemOutbox } from '../outbox/item-outbox.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { alarmActionList, aRelayedOutbox, aSubscriber, aTopic, listOf, type PropKind } from '../props/prop-kinds.ts';
import { type PropKinds, PropsCheck, shown } from '../props/props-check.ts';
import { PropsError } from '../props/props-error.ts';
import { definesAlarms } from '../stages/stage.ts';
import type { Subscriber } from '../subscribers/subscriber.ts';
import type { IEventTopic } from '../topics/event-topic-base.ts';
import { FanoutAlarm } from './fanout-alarm.ts';
import { SubscriberHealth } from './subscriber-health.ts';
import { TopicAlarms } from './topic-alarms.ts';

const TOPIC_ALARMS_ID = 'Alarms';
const HEALTH_ID = 'Health';

/** Props for {@link FanoutAlarms}. */
export interface FanoutAlarmsProps {
  /** Who is told; for an SNS topic use `AlarmTopicAction`. At least one. */
  readonly alarmActions: readonly IAlarmAction[];
  /**
   * Topics to watch; more with `addTopic`.
   *
   * @default - none
   */
  readonly topics?: readonly IEventTopic[];
  /**
   * Subscribers to watch; more with `addSubscriber`.
   *
   * @default - none
   */
  readonly subscribers?: readonly Subscriber[];
  /**
   * Outboxes to watch; more with `addOutbox`.
   *
   * @default - none
   */
  readonly outboxes?: readonly (Outbox | ItemOutbox)[];
}

const ALARMS_KINDS: PropKinds<FanoutAlarmsProps> = {
  alarmActions: alarmActionList,
  topics: listOf(aTopic),
  subscribers: listOf(aSubscriber),
  outboxes: listOf(aRelayedOutbox),
};

/**
 * The whole catalogue of alarms for a fan-out, and who is told by them. Every alarm's description says what happened and
 * what to do.
 *
 * Each alarm is defined beside what it watches, in the same stack. What subscribers and outboxes have themselves and tells
 * nobody yet tells the same people.
 */
export class FanoutAlarms extends Construct {
  readonly #alarmActions: readonly IAlarmAction[];

  constructor(scope: Construct, id: string, props: FanoutAlarmsProps) {
    super(scope, id);
    const check = new PropsCheck(this);
    const { alarmActions, topics = [], subscribers = [], outboxes = [] } = check.kinds(props, ALARMS_KINDS);
    if (alarmActions === undefined || alarmActions.length === 0) {
      check.add(
        'AlarmActionsEmpty',
        `alarmActions must name at least one action, got ${shown(alarmActions)}; alarms that tell nobody are not seen`,
      );
    }
    check.finish();
    this.#alarmActions = alarmActions;
    topics.forEach((topic) => {
      this.addTopic(topic);
    });
    subscribers.forEach((subscriber) => {
      this.addSubscriber(subscriber);
    });
    outboxes.forEach((outbox) => {
      this.addOutbox(outbox);
    });
  }

  /**
   * Watches what a topic could not deliver.
   *
   * @returns undefined in a stage without alarms.
   * @throws PropsError when the topic is watched already, or imported from another account or Region: its metrics are there.
   */
  addTopic(topic: IEventTopic): TopicAlarms | undefined {
    this.#checkKind(aTopic, 'topic', topic);
    this.#checkHere(topic);
    this.#checkUnwatched(topic, TOPIC_ALARMS_ID);
    return definesAlarms(topic) ? new TopicAlarms(topic, TOPIC_ALARMS_ID, this.#alarmActions) : undefined;
  }

  /**
   * Watches a subscriber: messages and dead letters that expire soon, and one alarm over all that makes it unhealthy. The
   * alarms of an `UndeliveredQueue` in another Region cannot reach these actions: pass it its own.
   *
   * @returns undefined in a stage without alarms.
   * @throws PropsError when the subscriber is watched already.
   */
  addSubscriber(subscriber: Subscriber): SubscriberHealth | undefined {
    this.#checkKind(aSubscriber, 'subscriber', subscriber);
    this.#checkUnwatched(subscriber, HEALTH_ID);
    const own = [subscriber.deadLetterAlarm, subscriber.subscriptionDeadLetterAlarm];
    // One in another Region cannot reach an action of this one.
    this.#tellFrom(own.filter((alarm) => alarm?.node.scopes.includes(subscriber)));
    return definesAlarms(subscriber) ? new SubscriberHealth(subscriber, HEALTH_ID, this.#alarmActions) : undefined;
  }

  /** Lets the alarms of an outbox tell somebody: relay lag, oldest unpublished, quarantine, errors and throttles. */
  addOutbox(outbox: Outbox | ItemOutbox): void {
    this.#checkKind(aRelayedOutbox, 'outbox', outbox);
    this.#tellFrom(outbox.node.findAll());
  }

  #checkKind(kind: PropKind, what: string, value: unknown): void {
    if (!kind.is(value)) {
      throw new PropsError('PropInvalid', `${what} must be ${kind.what}, got ${shown(value)}`, this);
    }
  }

  #tellFrom(constructs: readonly (IConstruct | undefined)[]): void {
    for (const alarm of constructs) {
      if (alarm instanceof FanoutAlarm && !alarm.tellsSomebody) {
        alarm.addAlarmAction(...this.#alarmActions);
      }
    }
  }

  #checkHere(topic: IEventTopic): void {
    const { account, region } = Stack.of(topic);
    const isElsewhere = [
      Token.compareStrings(topic.env.account, account),
      Token.compareStrings(topic.env.region, region),
    ].includes(TokenComparison.DIFFERENT);
    if (isElsewhere) {
      throw new PropsError(
        'TopicElsewhere',
        `topics must be of the account and Region of their alarms, ${account} and ${region}, where their metrics are, got ${topic.topicArn}`,
        this,
      );
    }
  }

  #checkUnwatched(watched: IConstruct, id: string): void {
    if (watched.node.tryFindChild(id) !== undefined) {
      throw new PropsError(
        'WatchedTwice',
        `each topic and subscriber must be watched once, got ${watched.node.path} twice`,
        this,
      );
    }
  }
}
