import { environmentNames } from '../../contracts/environment.ts';
import type { FunctionNode } from '../graph/consumer.ts';
import type { FanoutGraph } from '../graph/fanout-graph.ts';
import type { GraphResource } from '../graph/graph-resource.ts';
import { coversAction, mayMean, type PolicyStatementNode, statementsOf } from '../graph/policy-statement.ts';
import { listOf, recordOf } from '../graph/property-values.ts';
import { queueConsumers } from './queue-consumers.ts';
import type { Rule } from './rule.ts';

const DECRYPT = 'kms:Decrypt';
const SEND_ACTIONS = [DECRYPT, 'kms:GenerateDataKey'] as const;

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
      if (key !== undefined && role !== undefined && !mayUse(graph, role, key, DECRYPT)) {
        yield {
          at: mapping.resource,
          property: 'EventSourceArn',
          message: `${role.path}, the role of ${nameOf(consumer)}, must be allowed ${DECRYPT} on ${key.path}, got no such statement`,
        };
      }
    }
  },
};

const deadLetterKey: Rule = {
  id: 'Fanout-DeadLetterKeyWithoutLambda',
  severity: 'error',
  demand: `The role of a function that dead-letters (${environmentNames.deadLetterQueueUrl}) may use the key of the dead-letter queue.`,
  consequence:
    'The runtime cannot send what failed for good to the dead-letter queue. It stays in its queue and comes back until SQS moves it, without the attribute that says why.',
  remedy: `Allow the function's role ${SEND_ACTIONS.join(' and ')} on the key, for example with deadLetterQueue.grantSendMessages(function).`,
  reference: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
  *evaluate(graph) {
    for (const { consumer } of queueConsumers(graph)) {
      const deadLetterQueue = graph.queueAt(consumer.environment[environmentNames.deadLetterQueueUrl]);
      const key = deadLetterQueue && graph.keyAt(deadLetterQueue.key);
      const role = graph.resourceAt(consumer.role);
      const missing = SEND_ACTIONS.filter((action) => key && role && !mayUse(graph, role, key, action));
      if (deadLetterQueue && key && role && missing.length > 0) {
        yield {
          at: consumer.resource,
          property: 'Role',
          message: `${role.path} must be allowed ${missing.join(' and ')} on ${key.path}, the key of ${deadLetterQueue.resource.path}, got no such statement`,
        };
      }
    }
  },
};

const nameOf = ({ resource }: FunctionNode): string => resource.path;

function mayUse(graph: FanoutGraph, role: GraphResource, key: GraphResource, action: string): boolean {
  const managed = listOf(role.properties['ManagedPolicyArns']);
  const unknown = managed.some((policy) => !KEYLESS_POLICY.test(lastText(policy)));
  const roleArn = { 'Fn::Reference': [role.path, 'Arn'] };
  return (
    unknown ||
    rolePolicies(graph, role).some(
      (statement) => allows(statement, action) && statement.resources.some((resource) => isKey(graph, resource, key)),
    ) ||
    graph
      .policyOf(key)
      .some(
        (statement) =>
          allows(statement, action) &&
          (statement.anyone ||
            statement.principals.some((principal) => JSON.stringify(principal) === JSON.stringify(roleArn))),
      )
  );
}

const allows = (statement: PolicyStatementNode, action: string): boolean =>
  statement.allow && coversAction(statement, action);

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

/** Whether consumers can read what was encrypted, and encrypt what they dead-letter. */
export const consumerKeyRules: readonly Rule[] = [consumerKey, deadLetterKey];
