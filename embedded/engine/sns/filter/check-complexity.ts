import { snsLimits } from '../limits.ts';
import { type FilterPolicy, type FilterPolicyScope, invalidPolicy } from './filter-policy.ts';
import type { PolicyNode } from './policy-node.ts';

/**
 * Refuses a policy that is too large, has too many keys or values, or is nested although it is about attributes.
 * https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 *
 * @throws ServiceError `InvalidParameter`.
 */
export function checkComplexity(policy: FilterPolicy, node: PolicyNode, scope: FilterPolicyScope): void {
  if (scope === 'MessageAttributes' && isNested(node)) {
    throw invalidPolicy('a policy for message attributes must not be nested');
  }
  const bytes = Buffer.byteLength(JSON.stringify(policy));
  if (bytes > snsLimits.filterPolicyBytes) {
    throw invalidPolicy(`must be at most ${snsLimits.filterPolicyBytes} bytes, got ${bytes}`);
  }
  const keys = keyCount(node);
  if (keys > snsLimits.filterPolicyKeys) {
    throw invalidPolicy(`must have at most ${snsLimits.filterPolicyKeys} keys, got ${keys}`);
  }
  const combinations = combinationCount(node, 1);
  if (combinations > snsLimits.filterPolicyCombinations) {
    throw invalidPolicy(
      `must have at most ${snsLimits.filterPolicyCombinations} combinations of values, got ${combinations}`,
    );
  }
}

const isNested = ({ nested, alternatives }: PolicyNode): boolean =>
  nested.length > 0 || alternatives.some((branches) => branches.some(isNested));

/** Only keys with a list of values count. */
function keyCount({ leaves, nested, alternatives }: PolicyNode): number {
  let count = leaves.length;
  for (const { node } of nested) count += keyCount(node);
  for (const branch of alternatives.flat()) count += keyCount(branch);
  return count;
}

/** The product of the numbers of values, each times its depth; the alternatives of an `$or` are added up. */
function combinationCount({ leaves, nested, alternatives }: PolicyNode, depth: number): number {
  let product = 1;
  for (const { conditions } of leaves) product *= conditions.length * depth;
  for (const { node } of nested) product *= combinationCount(node, depth + 1);
  for (const branches of alternatives) {
    product *= branches.reduce((sum, branch) => sum + combinationCount(branch, depth), 0);
  }
  return product;
}
