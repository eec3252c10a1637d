import { allow, PLACE, type PolicyDocument, type PolicyStatement, QUALIFIER } from './policy-document.ts';

/** What CloudFormation does to create, read, change and delete resources of some types. */
interface Grant {
  readonly sid: string;
  /** Resource types of CloudFormation that need it. */
  readonly types: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: PolicyStatement['Condition'];
}

/** Every name begins with the stack's: CloudFormation's own names do, and so do those of lib/physical-name.ts. */
const GRANTS: readonly Grant[] = [
  {
    sid: 'Topics',
    types: ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'AWS::SNS::TopicInlinePolicy'],
    actions: [
      'sns:CreateTopic',
      'sns:DeleteTopic',
      'sns:GetDataProtectionPolicy',
      'sns:GetTopicAttributes',
      'sns:ListSubscriptionsByTopic',
      'sns:ListTagsForResource',
      'sns:SetTopicAttributes',
      'sns:Subscribe',
      'sns:TagResource',
      'sns:UntagResource',
    ],
    resources: [`arn:aws:sns:${PLACE}:STACK-*`],
  },
  {
    sid: 'Subscriptions',
    types: ['AWS::SNS::Subscription'],
    actions: ['sns:GetSubscriptionAttributes', 'sns:SetSubscriptionAttributes', 'sns:Unsubscribe'],
    // A subscription's ARN is its topic's and an id.
    resources: [`arn:aws:sns:${PLACE}:STACK-*`],
  },
  {
    sid: 'Queues',
    types: ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy'],
    actions: [
      'sqs:CreateQueue',
      'sqs:DeleteQueue',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ListQueueTags',
      'sqs:SetQueueAttributes',
      'sqs:TagQueue',
      'sqs:UntagQueue',
    ],
    resources: [`arn:aws:sqs:${PLACE}:STACK-*`],
  },
  {
    sid: 'Tables',
    types: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
    actions: [
      'dynamodb:CreateTable',
      'dynamodb:DeleteTable',
      'dynamodb:DescribeContinuousBackups',
      'dynamodb:DescribeContributorInsights',
      'dynamodb:DescribeKinesisStreamingDestination',
      'dynamodb:DescribeTable',
      'dynamodb:DescribeTimeToLive',
      'dynamodb:GetResourcePolicy',
      'dynamodb:ListTagsOfResource',
      'dynamodb:TagResource',
      'dynamodb:UntagResource',
      'dynamodb:UpdateContinuousBackups',
      'dynamodb:UpdateTable',
      'dynamodb:UpdateTimeToLive',
    ],
    resources: [`arn:aws:dynamodb:${PLACE}:table/STACK-*`],
  },
  {
    sid: 'Functions',
    types: ['AWS::Lambda::Function', 'AWS::Lambda::Permission'],
    actions: [
      'lambda:AddPermission',
      'lambda:CreateFunction',
      'lambda:DeleteFunction',
      'lambda:DeleteFunctionConcurrency',
      'lambda:GetFunction',
      'lambda:GetFunctionCodeSigningConfig',
      'lambda:GetFunctionConfiguration',
      'lambda:GetFunctionRecursionConfig',
      'lambda:GetPolicy',
      'lambda:GetRuntimeManagementConfig',
      'lambda:ListTags',
      'lambda:PutFunctionConcurrency',
      'lambda:RemovePermission',
      'lambda:TagResource',
      'lambda:UntagResource',
      'lambda:UpdateFunctionCode',
      'lambda:UpdateFunctionConfiguration',
    ],
    resources: [`arn:aws:lambda:${PLACE}:function:STACK-*`],
  },
  {
    sid: 'EventSourceMappingsOfFunctions',
    types: ['AWS::Lambda::EventSourceMapping'],
    actions: ['lambda:CreateEventSourceMapping', 'lambda:DeleteEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
    // A mapping has no name; whose function it calls says whose it is.
    resources: ['*'],
    condition: { ArnLike: { 'lambda:FunctionArn': `arn:aws:lambda:${PLACE}:function:STACK-*` } },
  },
  {
    sid: 'EventSourceMappings',
    types: ['AWS::Lambda::EventSourceMapping'],
    actions: ['lambda:GetEventSourceMapping', 'lambda:ListTags', 'lambda:TagResource', 'lambda:UntagResource'],
    resources: [`arn:aws:lambda:${PLACE}:event-source-mapping:*`],
  },
  {
    sid: 'Code',
    types: ['AWS::Lambda::Function'],
    actions: ['s3:GetObject'],
    resources: [`arn:aws:s3:::cdk-${QUALIFIER}-assets-ACCOUNT-REGION/*`],
  },
  {
    sid: 'Roles',
    types: ['AWS::IAM::Role', 'AWS::IAM::Policy'],
    actions: [
      'iam:CreateRole',
      'iam:DeleteRole',
      'iam:DeleteRolePolicy',
      'iam:GetRole',
      'iam:GetRolePolicy',
      'iam:ListAttachedRolePolicies',
      'iam:ListRolePolicies',
      'iam:PutRolePolicy',
      'iam:TagRole',
      'iam:UntagRole',
      'iam:UpdateAssumeRolePolicy',
      'iam:UpdateRole',
    ],
    resources: ['arn:aws:iam::ACCOUNT:role/STACK-*'],
  },
  {
    sid: 'RolesToFunctions',
    types: ['AWS::Lambda::Function'],
    actions: ['iam:PassRole'],
    resources: ['arn:aws:iam::ACCOUNT:role/STACK-*'],
    condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
  },
  {
    sid: 'LogGroups',
    types: ['AWS::Logs::LogGroup', 'AWS::Logs::MetricFilter'],
    actions: [
      'logs:CreateLogGroup',
      'logs:DeleteLogGroup',
      'logs:DeleteMetricFilter',
      'logs:DeleteRetentionPolicy',
      'logs:DescribeMetricFilters',
      'logs:ListTagsForResource',
      'logs:PutMetricFilter',
      'logs:PutRetentionPolicy',
      'logs:TagResource',
      'logs:UntagResource',
    ],
    resources: [`arn:aws:logs:${PLACE}:log-group:STACK-*`],
  },
  {
    sid: 'LogGroupsByPrefix',
    types: ['AWS::Logs::LogGroup'],
    actions: ['logs:DescribeLogGroups'],
    // AWS has no narrower resource for it: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
    resources: ['*'],
  },
  {
    sid: 'Alarms',
    types: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'],
    actions: [
      'cloudwatch:DeleteAlarms',
      'cloudwatch:DescribeAlarms',
      'cloudwatch:ListTagsForResource',
      'cloudwatch:PutCompositeAlarm',
      'cloudwatch:PutMetricAlarm',
      'cloudwatch:TagResource',
      'cloudwatch:UntagResource',
    ],
    resources: [`arn:aws:cloudwatch:${PLACE}:alarm:STACK-*`],
  },
  {
    sid: 'Dashboards',
    types: ['AWS::CloudWatch::Dashboard'],
    actions: ['cloudwatch:DeleteDashboards', 'cloudwatch:GetDashboard', 'cloudwatch:PutDashboard'],
    resources: ['arn:aws:cloudwatch::ACCOUNT:dashboard/*'],
  },
  {
    sid: 'Schedules',
    types: ['AWS::Events::Rule'],
    actions: [
      'events:DeleteRule',
      'events:DescribeRule',
      'events:ListTagsForResource',
      'events:ListTargetsByRule',
      'events:PutRule',
      'events:PutTargets',
      'events:RemoveTargets',
      'events:TagResource',
      'events:UntagResource',
    ],
    resources: [`arn:aws:events:${PLACE}:rule/STACK-*`],
  },
];

/** Types of resources that the execution policy covers. */
export const coveredTypes: ReadonlySet<string> = new Set(GRANTS.flatMap(({ types }) => types));

/** What CloudFormation needs to deploy, update and destroy a stack of Fanout's, and no other stack. */
export const executionPolicy: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    ...GRANTS.map(({ sid, actions, resources, condition }) => allow(sid, actions, resources, condition)),
    allow(
      'BootstrapVersion',
      ['ssm:GetParameters'],
      [`arn:aws:ssm:${PLACE}:parameter/cdk-bootstrap/${QUALIFIER}/version`],
    ),
  ],
};
