import { PLACE } from './policy-document.ts';

/** A type of resource with a name, which its ARN ends with. */
export interface NamedType {
  /** Property that holds the name where a template gives one. */
  readonly property: string;
  /** Most characters that its service allows. */
  readonly maxLength: number;
  /** What stands before the name in the ARN, with placeholders. */
  readonly arnBefore: string;
}

/** The types of resources with names in a stack of Fanout's. */
export const namedTypes: Readonly<Record<string, NamedType>> = {
  'AWS::CloudWatch::Alarm': { property: 'AlarmName', maxLength: 255, arnBefore: `arn:aws:cloudwatch:${PLACE}:alarm:` },
  'AWS::DynamoDB::Table': { property: 'TableName', maxLength: 255, arnBefore: `arn:aws:dynamodb:${PLACE}:table/` },
  'AWS::Events::Rule': { property: 'Name', maxLength: 64, arnBefore: `arn:aws:events:${PLACE}:rule/` },
  'AWS::IAM::Role': { property: 'RoleName', maxLength: 64, arnBefore: 'arn:aws:iam::ACCOUNT:role/' },
  'AWS::Lambda::Function': { property: 'FunctionName', maxLength: 64, arnBefore: `arn:aws:lambda:${PLACE}:function:` },
  'AWS::Logs::LogGroup': { property: 'LogGroupName', maxLength: 512, arnBefore: `arn:aws:logs:${PLACE}:log-group:` },
  'AWS::SNS::Topic': { property: 'TopicName', maxLength: 256, arnBefore: `arn:aws:sns:${PLACE}:` },
  'AWS::SQS::Queue': { property: 'QueueName', maxLength: 80, arnBefore: `arn:aws:sqs:${PLACE}:` },
};
