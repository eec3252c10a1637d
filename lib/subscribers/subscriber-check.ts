import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { checkComponentName } from '../functions/component-name.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { sharedInbox } from '../inbox/shared-inbox.ts';
import { PropsCheck } from '../props/props-check.ts';
import { horizonSeconds } from '../retention.ts';
import { stageSettings } from '../stages/stage.ts';
import type { IEventTopic } from '../topics/event-topic-base.ts';
import { checkConsumerKind, checkedKinds, hasCode } from './consumer-kind.ts';
import { checkRegion } from './cross-region.ts';
import { existingQueues } from './existing-queue.ts';
import { type SubscriptionFilter, subscriptionFilter } from './filter-policy.ts';
import { keysOf, type QueueKeys } from './queue-keys.ts';
import type { SubscriberProps } from './subscriber-props.ts';
import type { ConsumedQueues } from './subscriber-queues.ts';
import { type SubscriberSettings, subscriberSettings } from './subscriber-settings.ts';

/** What a subscriber is to be, before it has defined anything. */
export interface CheckedSubscriber {
  readonly props: SubscriberProps;
  readonly settings: SubscriberSettings;
  readonly inbox?: Inbox;
  readonly filter?: SubscriptionFilter;
  /** Undefined when the subscriber is to define its queues. */
  readonly existing?: ConsumedQueues;
  readonly keys: QueueKeys;
  /** The topic's Region when it is another one. */
  readonly topicRegion?: string;
  /** How long the inbox remembers an event, in seconds. */
  readonly horizonSeconds: number;
}

/**
 * Checks the props of a subscriber.
 *
 * @throws PropsError with all that is wrong with them.
 */
export function checkSubscriber(subscriber: Construct, given: SubscriberProps): CheckedSubscriber {
  const check = new PropsCheck(subscriber);
  const props = checkedKinds(check, given);
  const { topic, name } = props;
  const inbox = props.inbox ?? (hasCode(props.consumer) ? sharedInbox(subscriber) : undefined);
  checkComponentName(check, name);
  check.attempt(() => inbox?.takeName(subscriber, name), undefined);
  checkConsumerKind(check, props);
  const filter = subscriptionFilter(check, { ...props, topic: topic.definition });
  const existing = existingQueues(check, props);
  const keys = keysOf(existing ?? props.encryptionKey);
  checkKey(check, topic, keys.queue);
  const settings = subscriberSettings(check, props, stageSettings(subscriber));
  const topicRegion = checkRegion(check, subscriber, props);
  const needed = horizonSeconds(settings.retentionSeconds, topic.archiveSeconds);
  const kept = check.attempt(() => inbox?.horizonSecondsFor(subscriber, needed) ?? needed, needed);
  check.finish();
  return { props, settings, inbox, filter, existing, keys, topicRegion, horizonSeconds: kept };
}

function checkKey(check: PropsCheck, topic: IEventTopic, encryptionKey: IKey | undefined): void {
  if (encryptionKey !== undefined && encryptionKey === topic.encryptionKey) {
    check.add(
      'KeySharedWithTopic',
      `encryptionKey must differ from the topic's key, got ${encryptionKey.node.path} for both; its policy would name the topic, which needs the key`,
    );
  }
}
