import type { EpochMillis } from '../../../contracts/time.ts';
import { backoffSeconds, longestDelaySeconds } from '../backoff.ts';
import type { ConsumerPorts } from '../consumer-ports.ts';
import type { ResolvedConsumerSettings } from '../consumer-settings.ts';
import type { Deadline } from '../deadline.ts';
import type { IncomingMessage } from './incoming-message.ts';

/**
 * Longest wait in seconds after a failure that is no attempt. With the receives that the constructs allow, an outage of most
 * of a day takes no message to the queue's backstop. Receives that others cause count too, and on a FIFO queue a whole
 * group waits for its head: hence the bounds.
 */
const LONGEST_WAIT_SECONDS = { standard: 3_600, fifo: 900 };

/** What the messages of one invocation have in common. */
export interface MessageScope {
  readonly settings: ResolvedConsumerSettings;
  readonly ports: ConsumerPorts;
  readonly deadline: Deadline;
  readonly invocationStartedAt: EpochMillis;
}

/** How long a message is hidden after so many failures, in whole seconds. */
export const backoffAfter = (failures: number, scope: MessageScope): number =>
  backoffSeconds(failures, longestDelay(scope), scope.ports.random);

/**
 * How long a message is hidden that was not run, or whose run does not count, in whole seconds. Nobody writes down how
 * often that happened, so it goes by the receives.
 */
export const backoffWithoutAttempt = ({ receiveCount, fifo }: IncomingMessage, scope: MessageScope): number =>
  backoffSeconds(
    receiveCount,
    Math.min(longestDelay(scope), LONGEST_WAIT_SECONDS[fifo ? 'fifo' : 'standard']),
    scope.ports.random,
  );

/** Whole seconds until `at`, as far as a message can be hidden. */
export const secondsUntil = (at: EpochMillis, scope: MessageScope): number =>
  Math.min(longestDelay(scope), Math.max(0, Math.ceil((at - scope.ports.clock.now()) / 1000)));

const longestDelay = (scope: MessageScope): number =>
  longestDelaySeconds(scope.ports.clock.now() - scope.invocationStartedAt);
