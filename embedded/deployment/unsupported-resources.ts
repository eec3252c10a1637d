import { EmbeddedCloudError } from '../embedded-cloud-error.ts';
import { isStoredOnly, RESOURCE_TYPES } from '../resources/index.ts';
import type { DependencyGraph } from '../template/dependency-graph.ts';
import { referencesIn } from '../template/references.ts';
import type { ResourceDeclaration, Template } from '../template/template.ts';

/** Templates of their own, which would be lost silently. */
const NEVER_LEFT_OUT = new Set(['AWS::CloudFormation::Stack', 'AWS::CloudFormation::Macro']);

/**
 * Finds the resources of a stack that the embedded cloud cannot run, with the reason of each.
 *
 * @throws {EmbeddedCloudError} RESOURCE_UNSUPPORTED when something that runs depends on one of them, or an output does:
 *   one line for each, with its type and who depends.
 */
export function unsupportedResources(
  stack: string,
  template: Template,
  graph: DependencyGraph,
  condition: (name: string) => boolean,
): ReadonlyMap<string, string> {
  const declarations = template.Resources ?? {};
  const reasons = new Map<string, string>();
  for (const logicalId of graph.keys()) {
    const reason = reasonAgainst(declarations[logicalId] as ResourceDeclaration);
    if (reason !== undefined) reasons.set(logicalId, reason);
  }
  const problems = [...reasons].flatMap(([logicalId, reason]) => {
    const dependents = dependentsOf(logicalId, template, graph, condition).filter((name) => !reasons.has(name));
    const type = declarations[logicalId]?.Type ?? '';
    if (dependents.length === 0 && !NEVER_LEFT_OUT.has(type)) return [];
    const needed = dependents.length > 0 ? `, and ${dependents.join(', ')} depends on it` : '';
    return [`${logicalId} (${type}): ${reason}${needed}`];
  });
  if (problems.length > 0) {
    throw new EmbeddedCloudError(
      'RESOURCE_UNSUPPORTED',
      problems.map((problem) => `stack ${stack}: the embedded cloud cannot run ${problem}`).join('\n'),
    );
  }
  return reasons;
}

function reasonAgainst({ Type, Properties }: ResourceDeclaration): string | undefined {
  if (isStoredOnly(Type) && !RESOURCE_TYPES.has(Type)) return undefined;
  const resourceType = RESOURCE_TYPES.get(Type);
  return resourceType ? resourceType.unsupported?.(Properties ?? {}) : 'no such resource type here';
}

/** Who needs it to run: not what is only stored, since nothing looks into that. */
function dependentsOf(
  logicalId: string,
  template: Template,
  graph: DependencyGraph,
  condition: (name: string) => boolean,
): string[] {
  const resources = [...graph].flatMap(([dependent, dependencies]) => {
    const type = template.Resources?.[dependent]?.Type ?? '';
    return dependencies.has(logicalId) && RESOURCE_TYPES.has(type) ? [dependent] : [];
  });
  const outputs = Object.entries(template.Outputs ?? {}).flatMap(([name, { Value, Condition }]) => {
    const isPresent = Condition === undefined || condition(Condition);
    return isPresent && referencesIn(Value, condition).has(logicalId) ? [`output ${name}`] : [];
  });
  return [...resources, ...outputs];
}
