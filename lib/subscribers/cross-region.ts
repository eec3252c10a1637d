import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { PropsCheck } from '../props/props-check.ts';
import type { SubscriberProps } from './subscriber-props.ts';

/**
 * Checks that what SNS cannot deliver goes to a queue of the topic's Region.
 *
 * @returns the topic's Region when it is another one than the subscriber's; the subscription is made there.
 */
export function checkRegion(
  check: PropsCheck,
  subscriber: IConstruct,
  { topic, undelivered }: SubscriberProps,
): string | undefined {
  const { region } = topic.env;
  const isForeign = differ(region, Stack.of(subscriber).region);
  if (!isForeign) {
    return undefined;
  }
  if (undelivered === undefined) {
    check.add(
      'UndeliveredQueueMissing',
      `undelivered must be an UndeliveredQueue in a stack of ${region}, where the topic is, got none; SNS takes a subscription's dead-letter queue of its own Region only`,
    );
  } else if (differ(region, undelivered.queue.env.region)) {
    check.add(
      'UndeliveredQueueRegion',
      `undelivered must be in ${region}, where the topic is, got ${undelivered.queue.env.region}`,
    );
  }
  return region;
}

/** Checks that a queue for what SNS cannot deliver is defined in a stack of the topic's Region. */
export function checkUndeliveredRegion(check: PropsCheck, queue: IConstruct, topicRegion: string): void {
  const { region } = Stack.of(queue);
  if (differ(region, topicRegion) && !Token.isUnresolved(topicRegion)) {
    check.add(
      'UndeliveredQueueRegion',
      `the stack must be in ${topicRegion}, where the topic is, got ${region}; SNS takes a subscription's dead-letter queue of its own Region only`,
    );
  }
}

const differ = (one: string, other: string): boolean =>
  !Token.isUnresolved(one) && Token.compareStrings(one, other) === TokenComparison.DIFFERENT;
