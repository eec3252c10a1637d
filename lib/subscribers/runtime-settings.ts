import { Token } from 'aws-cdk-lib';
import { DEFAULT_MAX_ATTEMPTS, MAX_ATTEMPTS_LIMIT } from '../../contracts/receive-backstop.ts';
import type { PropsCheck } from '../props/props-check.ts';
import type { RuntimeProps } from './consumer-props.ts';

const MAX_BATCH_SIZE = 10_000;
const MAX_DEFAULT_CONCURRENCY = 10;

/** How the runtime runs handlers, checked and with the defaults filled in. */
export interface RuntimeSettings {
  readonly maxAttempts: number;
  readonly concurrency: number;
  readonly version: string;
}

/** Checks how the runtime is to run a consumer's handlers. */
export function runtimeSettings(check: PropsCheck, props: RuntimeProps, batchSize: number): RuntimeSettings {
  return {
    maxAttempts: checkedMaxAttempts(check, props),
    concurrency: checkedConcurrency(check, props, batchSize),
    version: props.version ?? 'unversioned',
  };
}

/** A literal: the queue's receive count is derived from it. */
function checkedMaxAttempts(check: PropsCheck, { maxAttempts = DEFAULT_MAX_ATTEMPTS }: RuntimeProps): number {
  if (Token.isUnresolved(maxAttempts)) {
    check.add('MaxAttemptsRange', 'maxAttempts must be a literal, got a value unknown at synthesis');
    return DEFAULT_MAX_ATTEMPTS;
  }
  return check.integer(maxAttempts, { code: 'MaxAttemptsRange', prop: 'maxAttempts', min: 1, max: MAX_ATTEMPTS_LIMIT });
}

function checkedConcurrency(check: PropsCheck, { concurrency }: RuntimeProps, batchSize: number): number {
  const most = Token.isUnresolved(batchSize) ? MAX_BATCH_SIZE : batchSize;
  return check.integer(concurrency ?? Math.min(most, MAX_DEFAULT_CONCURRENCY), {
    code: 'ConcurrencyRange',
    prop: 'concurrency',
    min: 1,
    max: most,
    because: 'an invocation has no more messages than a batch',
  });
}
