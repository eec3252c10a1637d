/** Where a stack is deployed. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** Name of the stack. */
  readonly stack: string;
}

/** The part of an ARN behind account and Region, and whether it has a Region. */
const RESOURCE_PART: Readonly<Record<string, (name: string) => readonly [service: string, resource: string]>> = {
  'AWS::CloudWatch::Alarm': (name) => ['cloudwatch', `alarm:${name}`],
  'AWS::DynamoDB::Table': (name) => ['dynamodb', `table/${name}`],
  'AWS::Events::Rule': (name) => ['events', `rule/${name}`],
  'AWS::IAM::Role': (name) => ['iam', `role/${name}`],
  'AWS::KMS::Key': (name) => ['kms', `key/${name}`],
  'AWS::Lambda::Function': (name) => ['lambda', `function:${name}`],
  'AWS::Logs::LogGroup': (name) => ['logs', `log-group:${name}:*`],
  'AWS::SNS::Topic': (name) => ['sns', name],
  'AWS::SQS::Queue': (name) => ['sqs', name],
};

/** A name such as CloudFormation makes up. */
const nameOf = (logicalId: string, { stack }: Place): string => `${stack}-${logicalId}`;

/** ARN of a resource; of types that have none here, its name. */
export function arnOf(type: string, logicalId: string, place: Place): string {
  const name = nameOf(logicalId, place);
  const part = RESOURCE_PART[type]?.(name);
  if (part === undefined) return name;
  const [service, resource] = part;
  return `arn:aws:${service}:${service === 'iam' ? '' : place.region}:${place.account}:${resource}`;
}

/** What `Ref` answers. */
export function refOf(type: string, logicalId: string, place: Place): string {
  switch (type) {
    case 'AWS::SNS::Topic':
      return arnOf(type, logicalId, place);
    case 'AWS::SQS::Queue':
      return `https://sqs.${place.region}.amazonaws.com/${place.account}/${nameOf(logicalId, place)}`;
    default:
      return nameOf(logicalId, place);
  }
}
