import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { JsonObject } from '../../../embedded/json.ts';
import { physicalName } from '../../../embedded/template/physical-name.ts';
import { namedTypes } from '../../../scripts/policies/named-types.ts';

/** A resource with the ARN that an account would give it. */
export interface DeployedResource {
  readonly type: string;
  readonly arn: string;
}

/**
 * The resources of a stack's real template that have names, and the ARNs that they would get when it is deployed as
 * `stackName`: names of the template as they stand there, all others as CloudFormation makes them up.
 */
export function deployedResources(
  stack: Stack,
  { account, region, stackName }: Readonly<Record<'account' | 'region' | 'stackName', string>>,
): readonly DeployedResource[] {
  const { Resources } = Template.fromStack(stack).toJSON() as {
    Resources: Record<string, { Type: string; Properties?: JsonObject }>;
  };
  return Object.entries(Resources).flatMap(([logicalId, { Type: type, Properties = {} }]) => {
    const named = namedTypes[type];
    if (named === undefined) {
      return [];
    }
    const { property, maxLength, arnBefore } = named;
    const given = Properties[property];
    const name = given === undefined ? physicalName(stackName, logicalId, { maxLength }) : written(given);
    return { type, arn: `${arnBefore.replace('REGION', region).replace('ACCOUNT', account)}${name}` };
  });
}

/** A name of the template, as it reads when the stack's UUID is known. */
const written = (name: unknown): string =>
  typeof name === 'string'
    ? name
    : (name as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1]
        .map((part) => (typeof part === 'string' ? part : '1c2fa620'))
        .join('');
