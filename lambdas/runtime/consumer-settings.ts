import { snsLimits } from '../../contracts/limits.ts';
import { DEFAULT_MAX_ATTEMPTS } from '../../contracts/receive-backstop.ts';
import { requireName, requirePositiveInteger } from './setting-rules.ts';

/** Settings of one consumer; the constructs pass them to the function as environment variables. */
export interface ConsumerSettings {
  /** Consumer name: part of every idempotency key, so it must stay the same over deployments. Holds no `#`. */
  readonly consumer: string;
  /** Version of the consumer's code, quoted in failure reports. */
  readonly consumerVersion: string;
  /**
   * Life of inbox records in seconds: longer than every way back to the consumer. Events older than it are
   * dead-lettered.
   */
  readonly horizonSeconds: number;
  /**
   * Retention of the dead-letter queue in seconds.
   *
   * @default 1209600 (14 days)
   */
  readonly deadLetterRetentionSeconds?: number;
  /**
   * Runs of the handler before a message is dead-lettered, at least 1. Those whose commit the database refused for load, or
   * did not answer, are not counted.
   *
   * @default 5
   */
  readonly maxAttempts?: number;
  /**
   * Handlers that run at the same time in one invocation, at least 1.
   *
   * @default 10
   */
  readonly concurrency?: number;
  /**
   * Largest body that is taken, in bytes; larger ones are dead-lettered. As much as the topic allows.
   *
   * @default 262144 (256 KiB, what topics allow by default)
   */
  readonly maxMessageBytes?: number;
}

/** Settings with the defaults filled in. */
export type ResolvedConsumerSettings = Required<ConsumerSettings>;

const FOURTEEN_DAYS_SECONDS = 1_209_600;

/**
 * Fills in the defaults.
 *
 * @throws RangeError that names the setting, its value and what is allowed.
 */
export function resolveConsumerSettings(settings: ConsumerSettings): ResolvedConsumerSettings {
  const resolved: ResolvedConsumerSettings = {
    ...settings,
    deadLetterRetentionSeconds: settings.deadLetterRetentionSeconds ?? FOURTEEN_DAYS_SECONDS,
    maxAttempts: settings.maxAttempts ?? DEFAULT_MAX_ATTEMPTS,
    concurrency: settings.concurrency ?? 10,
    maxMessageBytes: settings.maxMessageBytes ?? snsLimits.defaultMaxMessageBytes,
  };
  requireName('consumer', resolved.consumer);
  const counts = [
    'horizonSeconds',
    'deadLetterRetentionSeconds',
    'maxAttempts',
    'concurrency',
    'maxMessageBytes',
  ] as const;
  for (const name of counts) {
    requirePositiveInteger(name, resolved[name]);
  }
  return resolved;
}
