import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { JsonObject } from '../../../embedded/json.ts';
import { physicalName } from '../../../embedded/template/physical-name.ts';

/** A resource with the ARN that an account would give it. */
export interface DeployedResource {
  readonly type: string;
  readonly arn: string;
}

interface Named {
  /** Property that holds the name where the template gives one. */
  readonly property: string;
  readonly maxLength: number;
  /** What stands before the name in the ARN, without `arn:aws:`; `REGION` and `ACCOUNT` stand for themselves. */
  readonly before: string;
}

const NAMED: Readonly<Record<string, Named>> = {
  'AWS::CloudWatch::Alarm': { property: 'AlarmName', maxLength: 255, before: 'cloudwatch:REGION:ACCOUNT:alarm:' },
  'AWS::DynamoDB::Table': { property: 'TableName', maxLength: 255, before: 'dynamodb:REGION:ACCOUNT:table/' },
  'AWS::Events::Rule': { property: 'Name', maxLength: 64, before: 'events:REGION:ACCOUNT:rule/' },
  'AWS::IAM::Role': { property: 'RoleName', maxLength: 64, before: 'iam::ACCOUNT:role/' },
  'AWS::Lambda::Function': { property: 'FunctionName', maxLength: 64, before: 'lambda:REGION:ACCOUNT:function:' },
  'AWS::Logs::LogGroup': { property: 'LogGroupName', maxLength: 512, before: 'logs:REGION:ACCOUNT:log-group:' },
  'AWS::SNS::Topic': { property: 'TopicName', maxLength: 256, before: 'sns:REGION:ACCOUNT:' },
  'AWS::SQS::Queue': { property: 'QueueName', maxLength: 80, before: 'sqs:REGION:ACCOUNT:' },
};

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
    const named = NAMED[type];
    if (named === undefined) {
      return [];
    }
    const { property, maxLength, before } = named;
    const given = Properties[property];
    const name = given === undefined ? physicalName(stackName, logicalId, { maxLength }) : written(given);
    return { type, arn: `arn:aws:${before.replace('REGION', region).replace('ACCOUNT', account)}${name}` };
  });
}

/** A name of the template, as it reads when the stack's UUID is known. */
const written = (name: unknown): string =>
  typeof name === 'string'
    ? name
    : (name as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1]
        .map((part) => (typeof part === 'string' ? part : '1c2fa620'))
        .join('');
