import type { EpochMillis } from '../../../contracts/time.ts';
import { backoffSeconds, longestDelaySeconds } from '../backoff.ts';
import type { ConsumerPorts } from '../consumer-ports.ts';
import type { ResolvedConsumerSettings } from '../consumer-settings.ts';
import type { Deadline } from '../deadline.ts';

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

/** Whole seconds until `at`, as far as a message can be hidden. */
export const secondsUntil = (at: EpochMillis, scope: MessageScope): number =>
  Math.min(longestDelay(scope), Math.max(0, Math.ceil((at - scope.ports.clock.now()) / 1000)));

const longestDelay = (scope: MessageScope): number =>
  longestDelaySeconds(scope.ports.clock.now() - scope.invocationStartedAt);
