import { Duration, Token } from 'aws-cdk-lib';
import { lambdaLimits, sqsLimits } from '../../contracts/limits.ts';
import { type PropsCheck, shown } from '../props/props-check.ts';
import type { ConsumerProps, FunctionConsumerProps, ProvisionedPollers } from './consumer-props.ts';

const DEFAULT_BATCH_SIZE = 10;
const MAX_STANDARD_BATCH_SIZE = 10_000;
const DEFAULT_MAX_CONCURRENCY = 50;

/** How Lambda takes messages from a queue, checked and with the defaults filled in. */
export interface PollingSettings {
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Undefined with provisioned pollers. */
  readonly maxConcurrency?: number;
  readonly provisionedPollers?: ProvisionedPollers;
  readonly reportBatchItemFailures: boolean;
}

/** Checks how a consumer's messages are to be taken from its queue. */
export function pollingSettings(
  check: PropsCheck,
  consumer: ConsumerProps | FunctionConsumerProps,
  fifo: boolean,
  defaultMaxConcurrency = DEFAULT_MAX_CONCURRENCY,
): PollingSettings {
  const batchSize = check.integer(consumer.batchSize ?? DEFAULT_BATCH_SIZE, {
    code: 'BatchSizeRange',
    prop: 'batchSize',
    min: 1,
    max: fifo ? sqsLimits.batchEntries : MAX_STANDARD_BATCH_SIZE,
  });
  return {
    batchSize,
    windowSeconds: checkedWindow(check, consumer, fifo, batchSize),
    reportBatchItemFailures: 'code' in consumer || (consumer.reportBatchItemFailures ?? true),
    ...(consumer.provisionedPollers === undefined
      ? { maxConcurrency: checkedMaxConcurrency(check, consumer, defaultMaxConcurrency) }
      : { provisionedPollers: checkedPollers(check, consumer, consumer.provisionedPollers) }),
  };
}

function checkedWindow(
  check: PropsCheck,
  { maxBatchingWindow }: ConsumerProps | FunctionConsumerProps,
  fifo: boolean,
  batchSize: number,
): number {
  const window = check.seconds(maxBatchingWindow ?? Duration.seconds(0), {
    code: 'BatchingWindowRange',
    prop: 'maxBatchingWindow',
    min: 0,
    max: fifo ? 0 : lambdaLimits.maxBatchingWindowSeconds,
    because: fifo ? 'Lambda has no batching window for FIFO queues' : undefined,
  });
  if (!Token.isUnresolved(batchSize) && batchSize > sqsLimits.batchEntries && window === 0) {
    check.add(
      'BatchSizeNeedsWindow',
      `batchSize must be at most ${sqsLimits.batchEntries} without a maxBatchingWindow, got ${batchSize}; set a window of 1 second or more`,
    );
  }
  return window;
}

function checkedMaxConcurrency(
  check: PropsCheck,
  consumer: ConsumerProps | FunctionConsumerProps,
  unlessSet: number,
): number {
  const reserved = reservedBy(consumer);
  const { minMaximumConcurrency: least, maxMaximumConcurrency: most } = lambdaLimits;
  if (consumer.maxConcurrency === undefined) {
    return Math.max(least, Math.min(unlessSet, reserved));
  }
  const maxConcurrency = check.integer(consumer.maxConcurrency, {
    code: 'MaxConcurrencyRange',
    prop: 'maxConcurrency',
    min: least,
    max: most,
  });
  if (!Token.isUnresolved(maxConcurrency) && reserved < maxConcurrency) {
    check.add(
      'ReservedBelowMaxConcurrency',
      `reservedConcurrentExecutions must be at least maxConcurrency, ${maxConcurrency}, got ${reserved}; Lambda would throttle what the mapping sends`,
    );
  }
  return maxConcurrency;
}

/** Infinity when nothing is reserved, or it is known only at deployment. */
function reservedBy(consumer: ConsumerProps | FunctionConsumerProps): number {
  const reserved = 'code' in consumer ? consumer.reservedConcurrentExecutions : undefined;
  return reserved === undefined || Token.isUnresolved(reserved) ? Number.POSITIVE_INFINITY : reserved;
}

function checkedPollers(
  check: PropsCheck,
  { maxConcurrency }: ConsumerProps | FunctionConsumerProps,
  pollers: ProvisionedPollers,
): ProvisionedPollers {
  if (maxConcurrency !== undefined) {
    check.add(
      'PollersExcludeMaxConcurrency',
      `maxConcurrency must be left out with provisionedPollers, got ${shown(maxConcurrency)}`,
    );
  }
  const minimum = check.integer(pollers.minimum ?? lambdaLimits.minPollers, {
    code: 'PollersRange',
    prop: 'provisionedPollers.minimum',
    min: lambdaLimits.minPollers,
    max: lambdaLimits.maxMinimumPollers,
  });
  const maximum = check.integer(pollers.maximum ?? lambdaLimits.maxMinimumPollers, {
    code: 'PollersRange',
    prop: 'provisionedPollers.maximum',
    min: Token.isUnresolved(minimum) ? lambdaLimits.minPollers : minimum,
    max: lambdaLimits.maxMaximumPollers,
  });
  return { minimum, maximum };
}
