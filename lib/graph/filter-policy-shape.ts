import { recordOf } from './property-values.ts';

/** A filter policy by its leaf keys, as SNS counts them. */
export interface FilterPolicyShape {
  /** Each leaf key with its values. */
  readonly leaves: ReadonlyMap<string, readonly unknown[]>;
  /** Product of the leaf keys' numbers of values, each times its depth when the policy is nested. */
  readonly combinations: number;
}

/**
 * Measures a filter policy, also a nested one.
 * https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 *
 * @returns undefined when it has parts unknown at synthesis, or alternatives by `$or`, which SNS counts in its own way.
 */
export function measureFilterPolicy(policy: unknown): FilterPolicyShape | undefined {
  const leaves = new Map<string, readonly unknown[]>();
  let combinations = 1;
  const known = visit(recordOf(policy), [], (path, values) => {
    leaves.set(path.join('.'), values);
    combinations *= Math.max(values.length, 1) * path.length;
  });
  return known ? { leaves, combinations } : undefined;
}

function visit(
  node: Readonly<Record<string, unknown>>,
  path: readonly string[],
  leaf: (path: readonly string[], values: readonly unknown[]) => void,
): boolean {
  return Object.entries(node).every(([key, value]) => {
    if (key === '$or' || key === 'Ref' || key.startsWith('Fn::')) {
      return false;
    }
    const here = [...path, key];
    if (Array.isArray(value)) {
      leaf(here, value);
      return true;
    }
    return visit(recordOf(value), here, leaf);
  });
}
