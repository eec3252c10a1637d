import {
  type CloudFormationClient,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  type Stack,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { stackResources } from '../stack-resources.ts';
import { missingPermission } from './missing-permission.ts';

/**
 * The stack of that name or id; `undefined` when there is none.
 *
 * @throws {TargetError} PERMISSION_MISSING.
 */
export async function findStack(client: CloudFormationClient, nameOrId: string): Promise<Stack | undefined> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: nameOrId }));
    return Stacks?.[0];
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') {
      return undefined;
    }
    throw missingPermission('cloudformation:DescribeStacks', error);
  }
}

/** The resource that failed first in the latest deployment of a stack, and why; `undefined` when none did. */
export async function firstFailure(client: CloudFormationClient, stackName: string): Promise<string | undefined> {
  try {
    const events = await latestDeployment(client, stackName);
    // Newest first; what follows the first failure was cancelled because of it.
    const failed = events.filter(({ ResourceStatus = '' }) => /^(CREATE|UPDATE)_FAILED$/.test(ResourceStatus));
    const first = failed.findLast((event) => !isOfStack(event)) ?? failed.at(-1);
    return first && `${first.LogicalResourceId} (${first.ResourceType}): ${first.ResourceStatusReason}`;
  } catch {
    // There may be no stack yet; what the CDK printed has to do.
    return undefined;
  }
}

/** Events of a stack since its creation or last update began, newest first. */
async function latestDeployment(client: CloudFormationClient, stackName: string): Promise<readonly StackEvent[]> {
  const events: StackEvent[] = [];
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName: stackName })) {
    const begin = StackEvents.findIndex(
      (event) => isOfStack(event) && /^(CREATE|UPDATE)_IN_PROGRESS$/.test(event.ResourceStatus ?? ''),
    );
    if (begin >= 0) {
      return [...events, ...StackEvents.slice(0, begin)];
    }
    events.push(...StackEvents);
  }
  return events;
}

/** Whether an event is about the stack itself. */
const isOfStack = ({ PhysicalResourceId, StackId }: StackEvent): boolean => PhysicalResourceId === StackId;

/** Resources of a stack, by its id, that are still there. */
export async function remainingResources(client: CloudFormationClient, stackId: string): Promise<readonly string[]> {
  const resources = await stackResources(client, stackId);
  return (
    resources
      // One without a physical id was never created.
      .filter(({ ResourceStatus, PhysicalResourceId }) => ResourceStatus !== 'DELETE_COMPLETE' && PhysicalResourceId)
      .map(({ LogicalResourceId, ResourceType, PhysicalResourceId, ResourceStatusReason }) => {
        const reason = ResourceStatusReason ? `: ${ResourceStatusReason}` : '';
        return `${LogicalResourceId} (${ResourceType}) ${PhysicalResourceId}${reason}`;
      })
  );
}
