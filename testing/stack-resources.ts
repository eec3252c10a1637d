import {
  type CloudFormationClient,
  paginateListStackResources,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';

/** All resources of a stack, by its name or id, to the last page. Rejects with what CloudFormation refuses. */
export async function stackResources(
  client: CloudFormationClient,
  nameOrId: string,
): Promise<readonly StackResourceSummary[]> {
  const resources: StackResourceSummary[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: nameOrId })) {
    resources.push(...(page.StackResourceSummaries ?? []));
  }
  return resources;
}
