import type { EpochMillis } from '../../../contracts/time.ts';
import { backoffSeconds, longestDelaySeconds } from '../backoff.ts';
import type { ConsumerPorts } from '../consumer-ports.ts';
import type { ResolvedConsumerSettings } from '../consumer-settings.ts';
import type { Deadline } from '../deadline.ts';
import type { IncomingMessage } from './incoming-message.ts';

/** As many times more receives a FIFO queue allows before its backstop, for the same reason. */
const FIFO_RECEIVES_PER_FAILURE = 10;

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
 * often that happened, so it goes by the receives. On a FIFO queue most of them are hold-backs behind other messages: a
 * group must not wait for hours because its head stood far behind before.
 */
export const backoffWithoutAttempt = ({ receiveCount, fifo }: IncomingMessage, scope: MessageScope): number =>
  backoffAfter(fifo ? Math.ceil(receiveCount / FIFO_RECEIVES_PER_FAILURE) : receiveCount, scope);

/** Whole seconds until `at`, as far as a message can be hidden. */
export const secondsUntil = (at: EpochMillis, scope: MessageScope): number =>
  Math.min(longestDelay(scope), Math.max(0, Math.ceil((at - scope.ports.clock.now()) / 1000)));

const longestDelay = (scope: MessageScope): number =>
  longestDelaySeconds(scope.ports.clock.now() - scope.invocationStartedAt);
