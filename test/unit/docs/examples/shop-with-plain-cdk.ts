import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, EventSourceMapping, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnSubscription, type CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

const period = Duration.minutes(5);
const minute = Duration.minutes(1);
const timeout = Duration.seconds(30);
const retentionPeriod = Duration.days(4);
const deadLetterRetention = Duration.days(14);
const maxAttempts = 5;
const safeQueue = {
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  removalPolicy: RemovalPolicy.RETAIN,
} as const;

export class ShopWithPlainCdk extends Stack {
  constructor(scope: Construct) {
    super(scope, 'ShopWithPlainCdk');
    const topic = new Topic(this, 'Users');
    (topic.node.defaultChild as CfnTopic).kmsMasterKeyId = 'alias/aws/sns';
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'DenyPlainHttp',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: [
          'sns:AddPermission',
          'sns:DeleteTopic',
          'sns:GetTopicAttributes',
          'sns:ListSubscriptionsByTopic',
          'sns:Publish',
          'sns:RemovePermission',
          'sns:SetTopicAttributes',
          'sns:Subscribe',
        ],
        resources: [topic.topicArn],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
    const inbox = new Table(this, 'Inbox', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.#subscribe('Points', 'points', topic, inbox);
    this.#subscribe('Audit', 'audit', topic, inbox);
  }

  #subscribe(id: string, name: string, topic: Topic, inbox: Table): void {
    const queueName = `${this.stackName}-${name}`;
    const queueArn = this.formatArn({ service: 'sqs', resource: queueName });
    const deadLetterQueue = new Queue(this, `${id}DeadLetterQueue`, {
      ...safeQueue,
      retentionPeriod: deadLetterRetention,
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        sourceQueues: [Queue.fromQueueArn(this, `${id}RedriveSource`, queueArn)],
      },
    });
    const queue = new Queue(this, `${id}Queue`, {
      ...safeQueue,
      queueName,
      retentionPeriod,
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
      deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 12 * maxAttempts },
    });
    const undelivered = new Queue(this, `${id}Undelivered`, { ...safeQueue, retentionPeriod: deadLetterRetention });
    const subscription = new CfnSubscription(this, `${id}Subscription`, {
      topicArn: topic.topicArn,
      protocol: 'sqs',
      endpoint: queue.queueArn,
      rawMessageDelivery: true,
      redrivePolicy: { deadLetterTargetArn: undelivered.queueArn },
    });
    for (const target of [queue, undelivered]) {
      const { policyDependable } = target.addToResourcePolicy(
        new PolicyStatement({
          principals: [new ServicePrincipal('sns.amazonaws.com')],
          actions: ['sqs:SendMessage'],
          resources: [target.queueArn],
          conditions: {
            ArnEquals: { 'aws:SourceArn': topic.topicArn },
            StringEquals: { 'aws:SourceAccount': this.account },
          },
        }),
      );
      if (policyDependable !== undefined) {
        subscription.node.addDependency(policyDependable);
      }
    }
    const role = new Role(this, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = new LogGroup(this, `${id}Logs`, { retention: RetentionDays.ONE_MONTH });
    logGroup.grantWrite(role);
    queue.grant(
      role,
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:ChangeMessageVisibility',
      'sqs:GetQueueAttributes',
    );
    deadLetterQueue.grant(role, 'sqs:SendMessage');
    inbox.grant(role, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem');
    const handler = new LambdaFunction(this, `${id}Function`, {
      runtime: Runtime.NODEJS_24_X,
      code: Code.fromAsset(`bundles/${name}`),
      handler: 'index.handler',
      timeout,
      memorySize: 256,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        FANOUT_CONSUMER: name,
        FANOUT_INBOX_TABLE: inbox.tableName,
        FANOUT_SOURCE_QUEUE_URL: queue.queueUrl,
        FANOUT_DEAD_LETTER_QUEUE_URL: deadLetterQueue.queueUrl,
        FANOUT_MAX_ATTEMPTS: String(maxAttempts),
        FANOUT_INBOX_HORIZON_SECONDS: String(
          Duration.days(23).toSeconds() + retentionPeriod.toSeconds() + deadLetterRetention.toSeconds(),
        ),
      },
    });
    const mapping = new EventSourceMapping(this, `${id}Mapping`, {
      target: handler,
      eventSourceArn: queue.queueArn,
      batchSize: 10,
      maxConcurrency: 50,
      reportBatchItemFailures: true,
    });
    mapping.node.addDependency(role);
    this.#alarm(`${id}DeadLetterAlarm`, arrivalsIn(deadLetterQueue), 0, `Messages of ${name} were dead-lettered.`);
    this.#alarm(`${id}UndeliveredAlarm`, arrivalsIn(undelivered), 0, `SNS could not deliver to ${name}.`);
    const age = queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period });
    this.#alarm(`${id}OldestMessageAlarm`, age, 3600, `Messages wait for ${name}.`);
  }

  #alarm(id: string, metric: IMetric, threshold: number, alarmDescription: string): void {
    new Alarm(this, id, {
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: threshold === 0 ? 5 : 1,
      datapointsToAlarm: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription,
    });
  }
}

const arrivalsIn = (queue: Queue): MathExpression =>
  new MathExpression({
    expression: 'MAX([DIFF(FILL(FILL(visible, REPEAT), 0)), FILL(sent, 0)])',
    usingMetrics: {
      visible: queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: minute }),
      sent: queue.metricNumberOfMessagesSent({ statistic: 'Sum', period: minute }),
    },
    period: minute,
  });
