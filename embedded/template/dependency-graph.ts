import { referencesIn } from './references.ts';
import { templateError } from './resolution-scope.ts';
import type { ResourceDeclaration } from './template.ts';

/** For each resource, the logical ids of the resources that must exist before it. */
export type DependencyGraph = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The order that a template's references and `DependsOn` demand.
 *
 * Holds the resources whose condition holds; a `DependsOn` that names another declared one is ignored, as in
 * CloudFormation.
 *
 * @throws {EmbeddedCloudError} TEMPLATE_INVALID for a circular dependency, naming it, and for an unknown `DependsOn`.
 */
export function dependencyGraph(
  declared: Readonly<Record<string, ResourceDeclaration>>,
  condition: (name: string) => boolean,
): DependencyGraph {
  const resources = new Map(
    Object.entries(declared).filter(([, { Condition }]) => Condition === undefined || condition(Condition)),
  );
  const graph = new Map<string, Set<string>>();
  for (const [logicalId, declaration] of resources) {
    const dependencies = referencesIn(declaration.Properties, condition);
    for (const named of [declaration.DependsOn ?? []].flat()) {
      if (!(named in declared)) throw templateError(`${logicalId}: DependsOn names ${named}, which does not exist`);
      dependencies.add(named);
    }
    graph.set(logicalId, new Set([...dependencies].filter((name) => resources.has(name))));
  }
  refuseCycles(graph);
  return graph;
}

function refuseCycles(graph: DependencyGraph): void {
  const finished = new Set<string>();
  const path: string[] = [];
  const visit = (logicalId: string): void => {
    if (finished.has(logicalId)) return;
    const start = path.indexOf(logicalId);
    if (start >= 0) {
      throw templateError(`circular dependency between resources: ${[...path.slice(start), logicalId].join(' -> ')}`);
    }
    path.push(logicalId);
    for (const dependency of graph.get(logicalId) ?? []) visit(dependency);
    path.pop();
    finished.add(logicalId);
  };
  for (const logicalId of graph.keys()) visit(logicalId);
}
