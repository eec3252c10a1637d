import type { Duration } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { type IntegerBounds, PropsCheck } from './props-check.ts';

/**
 * Checks the only duration of a construct and answers its seconds. Constructs with more props use {@link PropsCheck}.
 *
 * @throws PropsError with the bounds' code, also for a token: nothing can be derived from a value unknown at synthesis.
 */
export function checkSeconds(scope: IConstruct, value: Duration, bounds: IntegerBounds): number {
  const check = new PropsCheck(scope);
  const seconds = check.seconds(value, bounds);
  check.finish();
  return seconds;
}
