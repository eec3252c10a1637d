import { Duration, Token } from 'aws-cdk-lib';
import { lambdaLimits } from '../../contracts/limits.ts';
import { anything } from '../props/prop-kinds.ts';
import type { PropKinds, PropsCheck } from '../props/props-check.ts';

/** How a relay reads its stream. */
export interface RelayProps {
  /**
   * Most records that one run of the relay is given, 1 to 10,000.
   *
   * @default 100
   */
  readonly batchSize?: number;
  /**
   * Longest time that Lambda waits to fill a batch, 0 to 300 seconds. It delays events, and saves invocations.
   *
   * @default Duration.seconds(0)
   */
  readonly maxBatchingWindow?: Duration;
  /**
   * Runs of the relay on one shard at the same time, 1 to 10. Lambda keeps the records of one item in order
   * (https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html), not those of the several entries of an ordering key: an
   * `Outbox` with a FIFO topic takes 1 only.
   *
   * @default 1
   */
  readonly parallelizationFactor?: number;
}

/** Of what kind the props of a relay are. */
export const RELAY_KINDS: PropKinds<RelayProps> = {
  batchSize: anything,
  maxBatchingWindow: anything,
  parallelizationFactor: anything,
};

/** What a relay's props come to: checked, and undefined where Lambda's own default is meant. */
export interface RelaySettings {
  readonly batchSize: number;
  readonly maxBatchingWindow?: Duration;
  readonly parallelizationFactor?: number;
}

const DEFAULT_BATCH_SIZE = 100;
const MAX_BATCH_SIZE = 10_000;
const MAX_PARALLELIZATION_FACTOR = 10;

/** Checks how a relay is to read its stream. */
export function relaySettings(check: PropsCheck, props: RelayProps): RelaySettings {
  const window = check.seconds(props.maxBatchingWindow ?? Duration.seconds(0), {
    code: 'BatchingWindowRange',
    prop: 'maxBatchingWindow',
    min: 0,
    max: lambdaLimits.maxBatchingWindowSeconds,
  });
  const factor = check.integer(props.parallelizationFactor ?? 1, {
    code: 'ParallelizationFactorRange',
    prop: 'parallelizationFactor',
    min: 1,
    max: MAX_PARALLELIZATION_FACTOR,
  });
  return {
    batchSize: check.integer(props.batchSize ?? DEFAULT_BATCH_SIZE, {
      code: 'BatchSizeRange',
      prop: 'batchSize',
      min: 1,
      max: MAX_BATCH_SIZE,
    }),
    maxBatchingWindow: window === 0 ? undefined : Duration.seconds(window),
    parallelizationFactor: Token.isUnresolved(factor) || factor > 1 ? factor : undefined,
  };
}
