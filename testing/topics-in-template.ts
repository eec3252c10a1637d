import type { StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { TOPIC_NAME_METADATA } from '../contracts/metadata.ts';
import { isJsonObject } from '../embedded/json.ts';

/** As `ListStackResources` tells it. */
type DeployedResource = Pick<StackResourceSummary, 'LogicalResourceId' | 'PhysicalResourceId'>;

/** ARNs of the topics that `EventTopic` defined in a stack, by their logical names, which it wrote beside them. */
export function topicsInTemplate(template: string, deployed: readonly DeployedResource[]): ReadonlyMap<string, string> {
  const resources = resourcesOf(template);
  const topics = new Map<string, string>();
  for (const { LogicalResourceId = '', PhysicalResourceId } of deployed) {
    const name = resources[LogicalResourceId]?.Metadata?.[TOPIC_NAME_METADATA];
    if (typeof name === 'string' && PhysicalResourceId !== undefined) {
      topics.set(name, PhysicalResourceId);
    }
  }
  return topics;
}

type Resources = Readonly<Record<string, { readonly Metadata?: Readonly<Record<string, unknown>> } | undefined>>;

/** None when the template is not JSON: aws-cdk's legacy synthesizer has the CLI send YAML. */
function resourcesOf(template: string): Resources {
  try {
    const { Resources }: { Resources?: Resources } = JSON.parse(template);
    return isJsonObject(Resources) ? Resources : {};
  } catch {
    return {};
  }
}
