import type { GraphResource } from '../graph/graph-resource.ts';
import type { Rule } from './rule.ts';

const CYCLE_TYPES = /^AWS::(KMS::Key|KMS::Alias|SNS::\w+|SQS::\w+|CloudWatch::\w+)$/;

const keyCycle: Rule = {
  id: 'Fanout-KeyCycle',
  severity: 'error',
  demand: "A key's policy does not name what is encrypted with the key.",
  consequence: 'CloudFormation refuses the stack: the key needs the topic or queue, which needs the key.',
  remedy: 'Name account and ARN pattern in the condition instead of the resource, or use two keys.',
  reference: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html',
  *evaluate(graph) {
    const edges = new Map(
      graph.resources
        .filter(({ type }) => CYCLE_TYPES.test(type))
        .map((resource) => [resource, graph.needsOf(resource)] as const),
    );
    for (const key of graph.ofType('AWS::KMS::Key')) {
      const cycle = pathBack(key, edges);
      if (cycle !== undefined) {
        yield {
          at: key,
          property: 'KeyPolicy',
          message: `KeyPolicy must not name what needs the key, got ${cycle.map(({ path }) => path).join(' -> ')} -> ${key.path}`,
        };
      }
    }
  },
};

/** The shortest way from a resource back to itself. */
function pathBack(
  start: GraphResource,
  edges: ReadonlyMap<GraphResource, readonly GraphResource[]>,
): readonly GraphResource[] | undefined {
  const seen = new Set<GraphResource>();
  let frontier: readonly (readonly GraphResource[])[] = [[start]];
  while (frontier.length > 0) {
    const next: (readonly GraphResource[])[] = [];
    for (const path of frontier) {
      for (const needed of edges.get(path.at(-1) ?? start) ?? []) {
        if (needed === start) {
          return path;
        }
        if (!seen.has(needed)) {
          seen.add(needed);
          next.push([...path, needed]);
        }
      }
    }
    frontier = next;
  }
  return undefined;
}

/** Whether keys can be created at all. */
export const keyCycleRules: readonly Rule[] = [keyCycle];
