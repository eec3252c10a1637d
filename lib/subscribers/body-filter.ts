import { snsLimits } from '../../contracts/limits.ts';
import { type PropsCheck, shown } from '../props/props-check.ts';

/**
 * Conditions on fields of a payload: for each field a list of values and operators, one of which must hold, or the
 * conditions on the fields in it. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export interface BodyFilter {
  readonly [field: string]: readonly unknown[] | BodyFilter;
}

/** Checks a filter on bodies: every field has conditions, and SNS's limit on their combinations is kept. */
export function checkBodyFilter(check: PropsCheck, filter: BodyFilter): void {
  const combinations = combinationsOf(check, filter, 1, []);
  if (combinations > snsLimits.filterPolicyCombinations) {
    check.add(
      'BodyFilterTooComplex',
      `bodyFilter must have at most ${snsLimits.filterPolicyCombinations} combinations (the product of each field's values times its depth), got ${combinations}`,
    );
  }
}

function combinationsOf(check: PropsCheck, filter: BodyFilter, depth: number, path: readonly string[]): number {
  const fields = Object.entries(filter);
  if (fields.length === 0) {
    check.add('BodyFilterEmpty', `bodyFilter must have conditions in ${path.join('.') || 'itself'}, got none`);
  }
  return fields.reduce((product, [field, conditions]) => {
    const here = [...path, field];
    if (Array.isArray(conditions) && conditions.length > 0) {
      return product * conditions.length * depth;
    }
    if (typeof conditions !== 'object' || conditions === null || Array.isArray(conditions)) {
      check.add(
        'BodyFilterInvalid',
        `bodyFilter must have a list of at least one condition for ${here.join('.')}, got ${shown(conditions)}`,
      );
      return product;
    }
    return product * combinationsOf(check, conditions as BodyFilter, depth + 1, here);
  }, 1);
}
