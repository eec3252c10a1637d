import { ReferenceStrength, type Resource } from 'aws-cdk-lib';

/**
 * Lets other stacks of the app refer to a resource by an output that they read, not by an export: CloudFormation refuses
 * to remove an export while a stack imports it, so that a subscriber in another stack could not be removed in one
 * deployment. https://docs.aws.amazon.com/cdk/v2/guide/resources.html#resource-stack
 */
export function referWeakly(resource: Resource): void {
  resource.applyCrossStackReferenceStrength(ReferenceStrength.WEAK);
}
