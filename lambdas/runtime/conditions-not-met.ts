import { ConditionFailedError } from './errors.ts';
import type { FailedCondition } from './ports/index.ts';

/** The error for business conditions that did not hold while nothing answers them. */
export const conditionsNotMet = (failed: readonly FailedCondition[]): ConditionFailedError =>
  new ConditionFailedError(
    `conditions of the collected writes ${failed.map(({ index }) => index).join(', ')} did not hold; answer them with conditionFailed, or repeat when they may hold`,
  );
