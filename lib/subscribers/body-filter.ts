import { snsLimits } from '../../contracts/limits.ts';
import { measureFilterPolicy } from '../graph/filter-policy-shape.ts';
import { type PropsCheck, shown } from '../props/props-check.ts';

/**
 * Conditions on fields of a payload: for each field a list of values and operators, one of which must hold, or the
 * conditions on the fields in it. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export interface BodyFilter {
  readonly [field: string]: readonly unknown[] | BodyFilter;
}

/** Checks that every field of a filter on bodies has conditions. */
export function checkBodyFilter(check: PropsCheck, filter: BodyFilter, path: readonly string[] = []): void {
  const fields = Object.entries(filter);
  if (fields.length === 0) {
    check.add('BodyFilterEmpty', `bodyFilter must have conditions in ${path.join('.') || 'itself'}, got none`);
  }
  for (const [field, conditions] of fields) {
    const here = [...path, field];
    if (typeof conditions === 'object' && conditions !== null && !Array.isArray(conditions)) {
      checkBodyFilter(check, conditions as BodyFilter, here);
    } else if (!Array.isArray(conditions) || conditions.length === 0) {
      check.add(
        'BodyFilterInvalid',
        `bodyFilter must have a list of at least one condition for ${here.join('.')}, got ${shown(conditions)}`,
      );
    }
  }
}

/** Checks the filter policy that a filter on bodies comes to, payload and type together, against SNS's limits. */
export function checkBodyFilterLimits(check: PropsCheck, filterPolicy: Readonly<Record<string, unknown>>): void {
  const { leaves, combinations } = measureFilterPolicy(filterPolicy) ?? { leaves: new Map(), combinations: 1 };
  if (leaves.size > snsLimits.filterPolicyKeys) {
    check.add(
      'BodyFilterFields',
      `bodyFilter must come to at most ${snsLimits.filterPolicyKeys} fields, the type included where events are named, got ${leaves.size}`,
    );
  }
  if (combinations > snsLimits.filterPolicyCombinations) {
    check.add(
      'BodyFilterTooComplex',
      `bodyFilter must come to at most ${snsLimits.filterPolicyCombinations} combinations (the product of each field's values times its depth, which is 2 for a field of the payload itself), got ${combinations}`,
    );
  }
}
