/** A row of {@link NOT_ENFORCED}. */
export interface NotEnforcedRow {
  /** CloudFormation resource type, or a part of every template. */
  readonly type: string;
  /**
   * Properties that have no effect.
   *
   * @default - no property of the resource has an effect, except those that its resource type lists
   */
  readonly properties?: readonly string[];
  /** What is different from AWS because of it. */
  readonly reason: string;
}

/** `type` of the rows about parts of a template that are not resources. */
export const TEMPLATE = 'Template';
/** `type` of the rows about what every resource may have beside its properties. */
export const EVERY_RESOURCE = 'Every resource';

const NO_AUTHORISATION = 'calls are not authorised: every caller may do everything';
const NOT_ENCRYPTED = 'nothing is encrypted: data stays on this machine and goes when the cloud stops';
const NO_TAGS = 'tags are not kept';
const NO_METRICS = 'there are no metrics';
const NO_CAPACITY_LIMIT = 'capacity is not limited, so nothing is throttled by it';

/**
 * All that the embedded cloud takes from a template without enforcing it, and why.
 *
 * The one place that says so: findings and docs/embedded.md are made from it.
 */
export const NOT_ENFORCED: readonly NotEnforcedRow[] = [
  { type: TEMPLATE, properties: ['Rules', 'Parameters'], reason: 'rules and the limits of parameters are not checked' },
  {
    type: EVERY_RESOURCE,
    properties: ['DeletionPolicy', 'UpdateReplacePolicy', 'UpdatePolicy', 'CreationPolicy'],
    reason: 'a stack is created once and goes when the cloud stops',
  },

  { type: 'AWS::IAM::Role', reason: NO_AUTHORISATION },
  { type: 'AWS::IAM::Policy', reason: NO_AUTHORISATION },
  { type: 'AWS::IAM::ManagedPolicy', reason: NO_AUTHORISATION },
  { type: 'AWS::IAM::RolePolicy', reason: NO_AUTHORISATION },
  { type: 'AWS::Lambda::Permission', reason: NO_AUTHORISATION },
  { type: 'AWS::SNS::TopicPolicy', reason: NO_AUTHORISATION },
  { type: 'AWS::SNS::TopicInlinePolicy', reason: NO_AUTHORISATION },
  { type: 'AWS::SQS::QueuePolicy', reason: NO_AUTHORISATION },
  { type: 'AWS::SQS::QueueInlinePolicy', reason: NO_AUTHORISATION },
  { type: 'AWS::S3::BucketPolicy', reason: NO_AUTHORISATION },
  { type: 'AWS::Logs::ResourcePolicy', reason: NO_AUTHORISATION },
  { type: 'AWS::XRay::ResourcePolicy', reason: NO_AUTHORISATION },
  { type: 'AWS::KMS::Key', reason: NOT_ENCRYPTED },
  { type: 'AWS::KMS::Alias', reason: NOT_ENCRYPTED },
  { type: 'AWS::CDK::Metadata', reason: 'it only describes the template' },
  { type: 'AWS::CloudWatch::Alarm', reason: 'recorded in `cloud.alarms`, not evaluated' },
  { type: 'AWS::CloudWatch::CompositeAlarm', reason: 'recorded in `cloud.alarms`, not evaluated' },
  { type: 'AWS::CloudWatch::Dashboard', reason: NO_METRICS },
  { type: 'AWS::Logs::MetricFilter', reason: NO_METRICS },
  { type: 'AWS::Lambda::EventInvokeConfig', reason: "asynchronous invocations keep to Lambda's defaults" },

  {
    type: 'AWS::SQS::Queue',
    properties: ['KmsDataKeyReusePeriodSeconds', 'KmsMasterKeyId', 'SqsManagedSseEnabled'],
    reason: NOT_ENCRYPTED,
  },
  { type: 'AWS::SQS::Queue', properties: ['MessageRetentionPeriod'], reason: 'messages do not expire' },
  {
    type: 'AWS::SQS::Queue',
    properties: ['DeduplicationScope', 'FifoThroughputLimit'],
    reason: 'a FIFO queue always deduplicates as a whole and is not throttled',
  },
  { type: 'AWS::SQS::Queue', properties: ['RedriveAllowPolicy'], reason: 'any queue may use any dead-letter queue' },
  { type: 'AWS::SQS::Queue', properties: ['Tags'], reason: NO_TAGS },

  { type: 'AWS::SNS::Topic', properties: ['KmsMasterKeyId'], reason: NOT_ENCRYPTED },
  {
    type: 'AWS::SNS::Topic',
    properties: ['MaximumMessageSize'],
    reason: 'a message may always have 256 KiB, no more and no less',
  },
  {
    type: 'AWS::SNS::Topic',
    properties: ['ArchivePolicy', 'DataProtectionPolicy', 'DeliveryStatusLogging', 'TracingConfig'],
    reason: 'messages are not archived, masked, logged or traced',
  },
  {
    type: 'AWS::SNS::Topic',
    properties: ['DisplayName', 'FifoThroughputScope', 'SignatureVersion'],
    reason: 'mails, throughput limits and signatures do not exist here',
  },
  { type: 'AWS::SNS::Topic', properties: ['Tags'], reason: NO_TAGS },
  {
    type: 'AWS::SNS::Subscription',
    properties: ['DeliveryPolicy', 'RedrivePolicy'],
    reason: 'delivery to a queue does not fail, except to a queue that does not exist: that message is lost',
  },
  {
    type: 'AWS::SNS::Subscription',
    properties: ['Region', 'ReplayPolicy', 'SubscriptionRoleArn'],
    reason: 'there is one Region, no archive to replay and no delivery by a role',
  },

  {
    type: 'AWS::DynamoDB::Table',
    properties: ['OnDemandThroughput', 'ProvisionedThroughput', 'WarmThroughput'],
    reason: NO_CAPACITY_LIMIT,
  },
  {
    type: 'AWS::DynamoDB::GlobalTable',
    properties: [
      'BillingMode',
      'ReadOnDemandThroughputSettings',
      'ReadProvisionedThroughputSettings',
      'WarmThroughput',
      'WriteOnDemandThroughputSettings',
      'WriteProvisionedThroughputSettings',
    ],
    reason: NO_CAPACITY_LIMIT,
  },
  ...['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'].flatMap((type) => [
    {
      type,
      properties: ['TimeToLiveSpecification'],
      reason: 'kept and shown, but expired items are not deleted (AWS takes up to days)',
    },
    { type, properties: ['SSESpecification'], reason: NOT_ENCRYPTED },
  ]),
  {
    type: 'AWS::DynamoDB::GlobalTable',
    properties: ['GlobalTableSourceArn', 'GlobalTableWitnesses', 'MultiRegionConsistency', 'Replicas'],
    reason: 'there is one replica, in the one Region, without settings of its own',
  },
  { type: 'AWS::DynamoDB::Table', properties: ['ResourcePolicy'], reason: NO_AUTHORISATION },
  { type: 'AWS::DynamoDB::Table', properties: ['Tags'], reason: NO_TAGS },
  {
    type: 'AWS::DynamoDB::Table',
    properties: [
      'ContributorInsightsSpecification',
      'DeletionProtectionEnabled',
      'ImportSourceSpecification',
      'KinesisStreamSpecification',
      'PointInTimeRecoverySpecification',
      'TableClass',
    ],
    reason: 'there are no backups, imports, exports, insights or storage classes',
  },

  { type: 'AWS::Lambda::Function', properties: ['Role', 'CodeSigningConfigArn'], reason: NO_AUTHORISATION },
  { type: 'AWS::Lambda::Function', properties: ['KmsKeyArn'], reason: NOT_ENCRYPTED },
  {
    type: 'AWS::Lambda::Function',
    properties: ['Architectures', 'Runtime', 'RuntimeManagementConfig'],
    reason: 'functions run on the Node.js and the processor of this process',
  },
  {
    type: 'AWS::Lambda::Function',
    properties: ['MemorySize'],
    reason: 'a function is told its size, which limits neither its memory nor its share of the processor',
  },
  { type: 'AWS::Lambda::Function', properties: ['TracingConfig'], reason: 'nothing is traced by X-Ray' },
  { type: 'AWS::Lambda::Function', properties: ['VpcConfig'], reason: 'functions use the network of this machine' },
  {
    type: 'AWS::Lambda::Function',
    properties: ['EphemeralStorage', 'FileSystemConfigs', 'Layers', 'SnapStart'],
    reason: 'a function has its own code and the file system of this machine, no layers or snapshots',
  },
  {
    type: 'AWS::Lambda::Function',
    properties: ['DeadLetterConfig'],
    reason: 'an event of an asynchronous invocation that keeps failing is dropped',
  },
  { type: 'AWS::Lambda::Function', properties: ['RecursiveLoop'], reason: 'loops are not detected' },
  {
    type: 'AWS::Lambda::Function',
    properties: ['Description', 'PackageType', 'Tags'],
    reason: 'they have no effect on running code',
  },
  {
    type: 'AWS::Lambda::EventSourceMapping',
    properties: ['KmsKeyArn', 'LoggingConfig', 'MetricsConfig', 'Tags'],
    reason: 'mappings are not encrypted, logged, measured or tagged',
  },
  {
    type: 'AWS::Lambda::EventSourceMapping',
    properties: ['ProvisionedPollerConfig'],
    reason: 'there is one poller, which is fast enough for one machine',
  },

  { type: 'AWS::Events::Rule', properties: ['RoleArn'], reason: NO_AUTHORISATION },
  {
    type: 'AWS::Events::Rule',
    properties: ['Description', 'EventBusName', 'EventPattern', 'Tags'],
    reason: 'there is no event bus: a rule only runs its schedule',
  },
  {
    type: 'AWS::Scheduler::Schedule',
    properties: ['Description', 'FlexibleTimeWindow', 'GroupName', 'KmsKeyArn', 'ScheduleExpressionTimezone'],
    reason: 'a schedule runs at its rate, without window, group or time zone',
  },
  {
    type: 'AWS::Scheduler::Schedule',
    properties: ['EndDate', 'StartDate'],
    reason: 'a schedule runs from start to stop',
  },
  {
    type: 'AWS::Logs::LogGroup',
    reason: 'the newest 16 MB of a group are kept in memory, unencrypted, for as long as the cloud runs',
  },
  { type: 'AWS::S3::Bucket', reason: 'a bucket stores objects; none of its settings has an effect' },
];
