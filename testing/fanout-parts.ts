import { paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { environmentNames } from '../contracts/environment.ts';
import type { CloudClients } from './cloud-clients.ts';

/** A subscriber of a deployed stack. */
export interface SubscriberParts {
  readonly functionName: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** What Fanout's constructs deployed in a stack, found by what its functions were told: no outputs are needed. */
export interface FanoutParts {
  /** By consumer name. */
  readonly subscribers: ReadonlyMap<string, SubscriberParts>;
  /** ARNs by the topics' logical names; those that the stack's outbox publishes to. */
  readonly topics: ReadonlyMap<string, string>;
}

/** Reads the configuration of every function of a stack. */
export async function findFanoutParts(clients: CloudClients, stackName: string): Promise<FanoutParts> {
  const subscribers = new Map<string, SubscriberParts>();
  const topics = new Map<string, string>();
  for (const functionName of await functionsOf(clients, stackName)) {
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
  return { subscribers, topics };
}

async function functionsOf({ cloudFormation }: CloudClients, StackName: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of paginateListStackResources({ client: cloudFormation }, { StackName })) {
    for (const { ResourceType, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
      if (ResourceType === 'AWS::Lambda::Function' && PhysicalResourceId !== undefined) {
        names.push(PhysicalResourceId);
      }
    }
  }
  return names;
}

async function variablesOf({ lambda }: CloudClients, FunctionName: string): Promise<Record<string, string>> {
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  return Environment?.Variables ?? {};
}
