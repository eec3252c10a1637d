import {
  type CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';

/** The stack of that name or id; `undefined` when there is none. */
export async function findStack(client: CloudFormationClient, nameOrId: string): Promise<Stack | undefined> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: nameOrId }));
    return Stacks?.[0];
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') {
      return undefined;
    }
    throw error;
  }
}

/** The resource that failed first in the latest deployment of a stack, and why; `undefined` when none did. */
export async function firstFailure(client: CloudFormationClient, stackName: string): Promise<string | undefined> {
  try {
    const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: stackName }));
    // Newest first; what follows the first failure was cancelled because of it.
    const failed = StackEvents.filter(({ ResourceStatus = '' }) => /^(CREATE|UPDATE)_FAILED$/.test(ResourceStatus));
    const first = failed.findLast(({ LogicalResourceId }) => LogicalResourceId !== stackName) ?? failed.at(-1);
    return first && `${first.LogicalResourceId} (${first.ResourceType}): ${first.ResourceStatusReason}`;
  } catch {
    // There may be no stack yet; what the CDK printed has to do.
    return undefined;
  }
}

/** Resources of a stack, by its id, that are still there. */
export async function remainingResources(client: CloudFormationClient, stackId: string): Promise<readonly string[]> {
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: stackId }));
  return StackResources.filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE').map(
    ({ LogicalResourceId, ResourceType, PhysicalResourceId, ResourceStatusReason }) =>
      `${LogicalResourceId} (${ResourceType}) ${PhysicalResourceId}${ResourceStatusReason ? `: ${ResourceStatusReason}` : ''}`,
  );
}
