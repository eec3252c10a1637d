import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { AlarmTopicAction, EventTopic, type Subscriber } from '../../../lib/index.ts';
import { addSubscriber, orderEvents, orderLedger } from '../lib/sample-stack.ts';

/** Something wrong that aws-cdk's L2s synthesise without a word. */
export interface L2Hole {
  readonly hole: string;
  /** The rule that finds it. */
  readonly rule: string;
  /** The rule of aws-cdk's own template validator that finds it too, when all is in one template. */
  readonly validatorRule?: string;
  readonly plain: (stack: Stack) => void;
  /** The same wish, put to Fanout's constructs. */
  readonly fanout: (stack: Stack) => void;
}

const handler = { code: Code.fromInline('exports.handler'), handler: 'index.handler', runtime: Runtime.NODEJS_24_X };
const maxReceiveCount = 20;

const subscriberOf = (stack: Stack): Subscriber => addSubscriber(stack);

/** The holes that a rule can find, in the order of docs/beside-the-l2s.md. */
export const L2_HOLES: readonly L2Hole[] = [
  {
    hole: 'a subscription dead-letter queue under a key that SNS may not use',
    rule: 'Fanout-SubscriptionDeadLetterKeyWithoutSns',
    plain(stack) {
      const deadLetterQueue = new Queue(stack, 'DeadLetterQueue', { encryptionMasterKey: new Key(stack, 'Key') });
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(new Queue(stack, 'Queue'), { deadLetterQueue }));
    },
    fanout: (stack) => addSubscriber(stack, { encryptionKey: new Key(stack, 'Key') }),
  },
  {
    hole: 'an alarm on a topic under a key that CloudWatch may not use',
    rule: 'Fanout-AlarmTopicKeyWithoutCloudWatch',
    plain(stack) {
      const onCall = new Topic(stack, 'OnCall', { masterKey: new Key(stack, 'Key') });
      const metric = new Queue(stack, 'Queue').metricApproximateNumberOfMessagesVisible();
      metric.createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 }).addAlarmAction(new SnsAction(onCall));
    },
    fanout(stack) {
      const onCall = new Topic(stack, 'OnCall', { masterKey: new Key(stack, 'Key') });
      addSubscriber(stack, { alarmActions: [new AlarmTopicAction(onCall)] });
    },
  },
  {
    hole: 'an alarm on a topic whose policy shuts CloudWatch out',
    rule: 'Fanout-AlarmTopicPolicyWithoutCloudWatch',
    plain(stack) {
      const onCall = new Topic(stack, 'OnCall', { enforceSSL: true });
      const metric = new Queue(stack, 'Queue').metricApproximateNumberOfMessagesVisible();
      metric.createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 }).addAlarmAction(new SnsAction(onCall));
    },
    fanout(stack) {
      const onCall = new Topic(stack, 'OnCall', { enforceSSL: true });
      addSubscriber(stack, { alarmActions: [new AlarmTopicAction(onCall)] });
    },
  },
  {
    hole: 'a key that SNS may use for anybody',
    rule: 'Fanout-KeyGrantWithoutSource',
    plain(stack) {
      const queue = new Queue(stack, 'Queue', { encryption: QueueEncryption.KMS });
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(queue));
    },
    fanout: (stack) => addSubscriber(stack, { encryptionKey: new Key(stack, 'Key') }),
  },
  {
    hole: 'a standard topic on a FIFO queue',
    rule: 'Fanout-StandardTopicToFifoQueue',
    plain(stack) {
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(new Queue(stack, 'Queue', { fifo: true })));
    },
    fanout: subscriberOf,
  },
  {
    hole: 'a FIFO queue with a standard dead-letter queue',
    rule: 'Fanout-DeadLetterQueueKind',
    validatorRule: 'E3502',
    plain(stack) {
      const queue = new Queue(stack, 'DeadLetterQueue');
      new Queue(stack, 'Queue', { fifo: true, deadLetterQueue: { queue, maxReceiveCount } });
    },
    fanout: (stack) => addSubscriber(stack, { topic: new EventTopic(stack, 'Ledger', { definition: orderLedger }) }),
  },
  {
    hole: 'messages that come back while their function still runs',
    rule: 'Fanout-VisibilityBelowTimeout',
    validatorRule: 'E3505',
    plain(stack) {
      const consumer = new LambdaFunction(stack, 'Function', { ...handler, timeout: Duration.minutes(5) });
      consumer.addEventSource(new SqsEventSource(new Queue(stack, 'Queue')));
    },
    fanout: (stack) => addSubscriber(stack, { consumer: { timeout: Duration.minutes(5) } }),
  },
  {
    hole: 'a dead-letter queue for eleven queues',
    rule: 'Fanout-RedriveSourcesAboveLimit',
    plain(stack) {
      const sourceQueues = [...'abcdefghijk'].map((id) => new Queue(stack, id));
      new Queue(stack, 'DeadLetterQueue', { redriveAllowPolicy: { sourceQueues } });
    },
    fanout: subscriberOf,
  },
  {
    hole: 'queues in production that go with the stack',
    rule: 'Fanout-DeletedWithStack',
    plain(stack) {
      stack.node.setContext('fanout:stage', 'prod');
      const queue = new Queue(stack, 'Queue', {
        deadLetterQueue: { queue: new Queue(stack, 'DeadLetterQueue'), maxReceiveCount },
      });
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(queue));
    },
    fanout(stack) {
      stack.node.setContext('fanout:stage', 'prod');
      addSubscriber(stack);
    },
  },
  {
    hole: 'a subscription of a queue whose policy nobody changes',
    rule: 'Fanout-ImportedQueuePolicy',
    plain(stack) {
      const queue = Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-central-1:111122223333:orders');
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(queue));
    },
    fanout: subscriberOf,
  },
  {
    hole: 'dead letters that expire before those who wait in the queue',
    rule: 'Fanout-DeadLetterRetentionTooShort',
    plain(stack) {
      const queue = new Queue(stack, 'DeadLetterQueue');
      new Queue(stack, 'Queue', { deadLetterQueue: { queue, maxReceiveCount } });
    },
    fanout: (stack) => addSubscriber(stack, { retentionPeriod: Duration.days(13) }),
  },
  {
    hole: 'a key, its policy and a topic that need each other',
    rule: 'Fanout-KeyCycle',
    validatorRule: 'F3004',
    plain(stack) {
      stack.node.setContext('@aws-cdk/aws-sns-subscriptions:restrictSqsDescryption', true);
      const key = new Key(stack, 'Key', { removalPolicy: RemovalPolicy.RETAIN });
      const topic = new Topic(stack, 'Topic', { masterKey: key });
      topic.addSubscription(new SqsSubscription(new Queue(stack, 'Queue', { encryptionMasterKey: key })));
    },
    fanout(stack) {
      const topic = new EventTopic(stack, 'Topic', {
        definition: orderEvents,
        encryptionKey: new Key(stack, 'TopicKey'),
      });
      addSubscriber(stack, { topic, encryptionKey: new Key(stack, 'QueueKey') });
    },
  },
];
