import { GetTemplateCommand, type StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { environmentNames } from '../contracts/environment.ts';
import type { CloudClients } from './cloud-clients.ts';
import { stackResources } from './stack-resources.ts';
import { topicsInTemplate } from './topics-in-template.ts';

/** A subscriber of a deployed stack. */
export interface SubscriberParts {
  readonly functionName: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** What Fanout's constructs deployed in a stack, found by its template and what its functions were told: no outputs are needed. */
export interface FanoutParts {
  /** By consumer name. */
  readonly subscribers: ReadonlyMap<string, SubscriberParts>;
  /** ARNs by the topics' logical names: the stack's own, and those that its outboxes publish to. */
  readonly topics: ReadonlyMap<string, string>;
}

/** Reads the template of a stack and the configuration of its every function. */
export async function findFanoutParts(clients: CloudClients, stackName: string): Promise<FanoutParts> {
  const subscribers = new Map<string, SubscriberParts>();
  const topics = new Map<string, string>();
  const resources = await stackResources(clients.cloudFormation, stackName);
  for (const functionName of functionsAmong(resources)) {
    const variables = await variablesOf(clients, functionName);
    const consumer = variables[environmentNames.consumer];
    const queueUrl = variables[environmentNames.sourceQueueUrl];
    const deadLetterQueueUrl = variables[environmentNames.deadLetterQueueUrl];
    if (consumer !== undefined && queueUrl !== undefined && deadLetterQueueUrl !== undefined) {
      subscribers.set(consumer, { functionName, queueUrl, deadLetterQueueUrl });
    }
    for (const [name, arn] of Object.entries<string>(JSON.parse(variables[environmentNames.topicArns] ?? '{}'))) {
      topics.set(name, arn);
    }
  }
  for (const [name, arn] of topicsInTemplate(await templateOf(clients, stackName), resources)) {
    topics.set(name, arn);
  }
  return { subscribers, topics };
}

const functionsAmong = (resources: readonly StackResourceSummary[]): readonly string[] =>
  resources.flatMap(({ ResourceType, PhysicalResourceId }) =>
    ResourceType === 'AWS::Lambda::Function' && PhysicalResourceId !== undefined ? [PhysicalResourceId] : [],
  );

async function templateOf({ cloudFormation }: CloudClients, StackName: string): Promise<string> {
  const { TemplateBody } = await cloudFormation.send(new GetTemplateCommand({ StackName, TemplateStage: 'Original' }));
  return TemplateBody ?? '';
}

async function variablesOf({ lambda }: CloudClients, FunctionName: string): Promise<Record<string, string>> {
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  return Environment?.Variables ?? {};
}
