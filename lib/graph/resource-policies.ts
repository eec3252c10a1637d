import type { GraphResource } from './graph-resource.ts';
import { type PolicyStatementNode, statementsOf } from './policy-statement.ts';
import { listOf } from './property-values.ts';

const POLICY_TYPE = /^AWS::S[QN]S::(Queue|Topic)(Inline)?Policy$/;

/** Properties of policies that name what they are for. */
const TARGETS = ['Queues', 'Queue', 'Topics', 'TopicArn'] as const;

/** The statements of the policies of queues, topics and keys, by construct path. What has no policy is not in it. */
export function readResourcePolicies(
  resources: readonly GraphResource[],
  resourceAt: (value: unknown) => GraphResource | undefined,
): ReadonlyMap<string, readonly PolicyStatementNode[]> {
  const policies = new Map<string, readonly PolicyStatementNode[]>();
  const add = (target: GraphResource | undefined, document: unknown): void => {
    if (target !== undefined) {
      policies.set(target.path, [...(policies.get(target.path) ?? []), ...statementsOf(document)]);
    }
  };
  for (const resource of resources) {
    const { type, properties } = resource;
    if (type === 'AWS::KMS::Key') {
      add(resource, properties['KeyPolicy']);
    } else if (POLICY_TYPE.test(type)) {
      for (const target of TARGETS.flatMap((name) => listOf(properties[name]))) {
        add(resourceAt(target), properties['PolicyDocument']);
      }
    }
  }
  return policies;
}
