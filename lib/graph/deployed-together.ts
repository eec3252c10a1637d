import type { GraphResource } from './graph-resource.ts';

/**
 * Of alternatives those that are surely deployed together: what has no condition, and what shares the most frequent one.
 * Whether two conditions can hold at once is not known here.
 */
export function deployedTogether<Node>(
  nodes: readonly Node[],
  resourceOf: (node: Node) => GraphResource,
): readonly Node[] {
  const groups = Map.groupBy(nodes, (node) => resourceOf(node).condition);
  const always = groups.get(undefined) ?? [];
  groups.delete(undefined);
  const [most = []] = [...groups.values()].sort((left, right) => right.length - left.length);
  return [...always, ...most];
}
