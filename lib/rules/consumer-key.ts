import type { FunctionNode } from '../graph/consumer.ts';
import type { FanoutGraph } from '../graph/fanout-graph.ts';
import type { GraphResource } from '../graph/graph-resource.ts';
import { coversAction, mayMean, type PolicyStatementNode, statementsOf } from '../graph/policy-statement.ts';
import { listOf, recordOf } from '../graph/property-values.ts';
import { queueConsumers } from './queue-consumers.ts';
import type { Rule } from './rule.ts';

const DECRYPT = 'kms:Decrypt';

/** AWS's own policies that say nothing of keys. Others may. */
const KEYLESS_POLICY = /service-role\/AWSLambda(BasicExecution|SQSQueueExecution|VPCAccessExecution)Role$/;

const consumerKey: Rule = {
  id: 'Fanout-QueueKeyWithoutLambda',
  severity: 'error',
  demand: "The role of a function that reads an encrypted queue may decrypt with the queue's key.",
  consequence: 'Lambda cannot read the queue: nothing is consumed until the messages expire.',
  remedy: `Allow the function's role ${DECRYPT} on the key, for example with key.grantDecrypt(function).`,
  reference: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
  *evaluate(graph) {
    for (const { queue, mapping, consumer } of queueConsumers(graph)) {
      const key = graph.keyAt(queue.key);
      const role = graph.resourceAt(consumer.role);
      if (key !== undefined && role !== undefined && !mayDecrypt(graph, role, key)) {
        yield {
          at: mapping.resource,
          property: 'EventSourceArn',
          message: `${role.path}, the role of ${nameOf(consumer)}, must be allowed ${DECRYPT} on ${key.path}, got no such statement`,
        };
      }
    }
  },
};

const nameOf = ({ resource }: FunctionNode): string => resource.path;

function mayDecrypt(graph: FanoutGraph, role: GraphResource, key: GraphResource): boolean {
  const managed = listOf(role.properties['ManagedPolicyArns']);
  const unknown = managed.some((policy) => !KEYLESS_POLICY.test(lastText(policy)));
  const roleArn = { 'Fn::Reference': [role.path, 'Arn'] };
  return (
    unknown ||
    rolePolicies(graph, role).some(
      (statement) => decrypts(statement) && statement.resources.some((resource) => isKey(graph, resource, key)),
    ) ||
    graph
      .policyOf(key)
      .some(
        (statement) =>
          decrypts(statement) &&
          (statement.anyone ||
            statement.principals.some((principal) => JSON.stringify(principal) === JSON.stringify(roleArn))),
      )
  );
}

const decrypts = (statement: PolicyStatementNode): boolean => statement.allow && coversAction(statement, DECRYPT);

const isKey = (graph: FanoutGraph, resource: unknown, key: GraphResource): boolean =>
  graph.resourceAt(resource) === key || mayMean(resource, { 'Fn::Reference': [key.path, 'Arn'] });

function rolePolicies(graph: FanoutGraph, role: GraphResource): readonly PolicyStatementNode[] {
  const attached = graph
    .ofType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy')
    .filter(({ properties }) =>
      [...listOf(properties['Roles']), properties['RoleName']].some((name) => graph.resourceAt(name) === role),
    )
    .map(({ properties }) => properties['PolicyDocument']);
  const inline = listOf(role.properties['Policies']).map((policy) => recordOf(policy)['PolicyDocument']);
  return [...attached, ...inline].flatMap(statementsOf);
}

/** The end of an ARN whose partition is a token. */
const lastText = (value: unknown): string => JSON.stringify(value ?? '').replace(/["\]}]+$/, '');

/** Whether consumers can read what was encrypted. */
export const consumerKeyRules: readonly Rule[] = [consumerKey];
