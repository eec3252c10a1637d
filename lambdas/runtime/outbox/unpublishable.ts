import { sqsLimits } from '../../../contracts/limits.ts';
import type { EpochMillis } from '../../../contracts/time.ts';
import type { OutboxEntry } from '../outbox-entry.ts';

/** Topic ARNs by logical topic name. */
export type TopicArns = ReadonlyMap<string, string>;

/** Why an entry cannot be handed to SNS, and whether waiting may help. */
export interface Obstacle {
  readonly kind: 'failed' | 'refused';
  readonly code: string;
  readonly message: string;
}

/** While a stack is being updated, a producer may know a topic before the relay does. */
const UNKNOWN_TOPIC_GRACE_MS = 15 * 60_000;

/** What keeps an entry from being published, found without asking SNS; undefined when nothing does. */
export function obstacleOf(entry: OutboxEntry, topicArns: TopicArns, now: EpochMillis): Obstacle | undefined {
  if (!topicArns.has(entry.topic)) {
    return {
      // A time of the future would never grow old.
      kind: Math.abs(now - entry.createdAt) > UNKNOWN_TOPIC_GRACE_MS ? 'refused' : 'failed',
      code: 'TOPIC_UNKNOWN',
      message: `topic must be one of ${[...topicArns.keys()].join(', ')}, got ${entry.topic}; add it to the topics of the Outbox`,
    };
  }
  const count = Object.keys(entry.attributes).length;
  if (count > sqsLimits.maxMessageAttributes) {
    // SNS would take it and then discard it, silently, on every subscription with raw delivery.
    return {
      kind: 'refused',
      code: 'ATTRIBUTES_TOO_MANY',
      message: `a message must have at most ${sqsLimits.maxMessageAttributes} attributes, got ${count}`,
    };
  }
  return undefined;
}
