import { App, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { type CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import { CfnEventSourceMapping, type CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { type CfnSubscription, type CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import { type CfnQueue, type CfnQueuePolicy, Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { defineEvent, defineTopic } from '../../../contracts/index.ts';
import { AlarmTopicAction, EventTopic, FanoutAlarms, Inbox, Outbox, type Subscriber } from '../../../lib/index.ts';
import { cdkOutdir } from '../cdk-outdir.ts';
import { addItemOutbox } from '../lib/item-outbox-stack.ts';
import {
  addShop,
  addSubscriber,
  emptyStack,
  orderEvents,
  orderLedger,
  orderPlaced,
  type SubscriberChanges,
} from '../lib/sample-stack.ts';
import { brokenRules } from './plain-fanout.ts';

const l1 = <Resource>(construct: IConstruct): Resource => construct.node.defaultChild as Resource;
const subscriptionOf = (subscriber: Subscriber): CfnSubscription =>
  subscriber.node.findChild('Subscription').node.findChild('Resource') as CfnSubscription;

/** A subscriber of Fanout's, changed from outside, in a stack that acknowledges that nobody is on call. */
function brokenBy(spoil: (subscriber: Subscriber) => void, changes?: SubscriberChanges): readonly string[] {
  const stack = emptyStack();
  Validations.of(stack).acknowledge({ id: 'Fanout-AlarmWithoutAction', reason: 'Nobody is on call in a test.' });
  spoil(addSubscriber(stack, changes));
  return brokenRules(stack);
}

describe("G7 Fanout's own constructs", () => {
  it('break no rule but that alarms should tell somebody, and events have somebody to go to', () => {
    const stack = emptyStack();
    addShop(stack);

    expect(brokenRules(stack)).toEqual(['Fanout-AlarmWithoutAction', 'Fanout-EventWithoutSubscriber']);
  });

  it("break no rule with keys of the user's and an alarm topic", () => {
    const stack = emptyStack();
    const onCall = new Topic(stack, 'OnCall', { masterKey: new Key(stack, 'AlarmKey') });
    const topic = new EventTopic(stack, 'Topic', {
      definition: orderEvents,
      encryptionKey: new Key(stack, 'TopicKey'),
    });
    const encryptionKey = new Key(stack, 'QueueKey');
    addSubscriber(stack, { topic, encryptionKey, alarmActions: [new AlarmTopicAction(onCall)] });

    expect(brokenRules(stack)).toEqual([]);
  });

  it("break no rule with the whole catalogue of alarms, events in items and a queue of the user's", () => {
    const stack = emptyStack();
    const onCall = new AlarmTopicAction(new Topic(stack, 'OnCall', { enforceSSL: true }));
    const topic = new EventTopic(stack, 'Topic', { definition: orderEvents });
    const inbox = new Inbox(stack, 'Inbox');
    addItemOutbox(stack, { topics: [topic], alarmActions: [onCall] });
    const deadLetterQueue = new Queue(stack, 'DeadLetters', { retentionPeriod: Duration.days(14) });
    const queue = new Queue(stack, 'Queue', {
      visibilityTimeout: Duration.minutes(1),
      deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 20 },
    });
    const subscribers = [
      addSubscriber(stack, { topic, inbox }),
      addSubscriber(stack, { topic, inbox, queue, name: 'own' }, 'Own'),
    ];
    new FanoutAlarms(stack, 'FanoutAlarms', { alarmActions: [onCall], topics: [topic], subscribers });

    expect(brokenRules(stack)).toEqual([]);
  });

  it.each(['111122223333', '444455556666'])('break no rule over stacks, the topic in account %s', (account) => {
    const app = new App({ outdir: cdkOutdir, context: { 'fanout:checks': false } });
    const here = new Stack(app, 'Here', { env: { account: '111122223333', region: 'eu-central-1' } });
    const there = new Stack(app, 'There', { env: { account, region: 'eu-central-1' } });
    const topic = new EventTopic(there, 'Topic', {
      definition: orderEvents,
      encryptionKey: new Key(there, 'TopicKey'),
    });
    const known = 'arn:aws:sns:eu-central-1:444455556666:order-events';
    addSubscriber(here, {
      topic: account === here.account ? topic : EventTopic.fromTopicArn(here, 'Imported', known, orderEvents),
      encryptionKey: new Key(here, 'QueueKey'),
      alarmActions: [new AlarmTopicAction(new Topic(here, 'OnCall', { masterKey: new Key(here, 'AlarmKey') }))],
    });

    expect(brokenRules(here)).toEqual([]);
    expect(() => app.synth()).not.toThrow();
    expect(brokenRules(here)).toEqual([]);
  });

  it.each<[rule: string, spoil: (subscriber: Subscriber) => void, changes?: SubscriberChanges]>([
    ['Fanout-VisibilityBelowTimeout', ({ queue }) => Object.assign(l1<CfnQueue>(queue), { visibilityTimeout: 2 })],
    ['Fanout-VisibilityBelowRecommended', ({ queue }) => Object.assign(l1<CfnQueue>(queue), { visibilityTimeout: 17 })],
    [
      'Fanout-ReservedBelowMaximumConcurrency',
      ({ function: consumer }) => Object.assign(l1<CfnFunction>(consumer), { reservedConcurrentExecutions: 49 }),
    ],
    [
      'Fanout-DeadLetterRetentionTooShort',
      ({ deadLetterQueue }) => Object.assign(l1<CfnQueue>(deadLetterQueue), { messageRetentionPeriod: 345_600 }),
    ],
    [
      'Fanout-AttemptsAboveReceiveCount',
      ({ function: consumer }) => consumer.addEnvironment('FANOUT_MAX_ATTEMPTS', '60'),
    ],
    [
      'Fanout-InboxBelowHorizon',
      ({ function: consumer }) => consumer.addEnvironment('FANOUT_INBOX_HORIZON_SECONDS', '3542399'),
    ],
    [
      'Fanout-EventSourceFilterOnQueue',
      ({ mapping }) =>
        l1<CfnEventSourceMapping>(mapping).addPropertyOverride('FilterCriteria.Filters', [{ Pattern: '{}' }]),
    ],
    [
      'Fanout-MissingSubscriptionDeadLetterQueue',
      (subscriber) => subscriptionOf(subscriber).addPropertyDeletionOverride('RedrivePolicy'),
    ],
    [
      'Fanout-FilterMatchesNoEvent',
      (subscriber) => Object.assign(subscriptionOf(subscriber), { filterPolicy: { 'ce-type': ['order.shipped'] } }),
    ],
    ['Fanout-EventWithoutSubscriber', () => {}, { events: [orderPlaced] }],
    [
      'Fanout-SubscriptionWithoutQueuePolicy',
      ({ queue }) => {
        const policy = queue.node.findChild('Policy').node.defaultChild as CfnQueuePolicy;
        policy.addPropertyOverride('PolicyDocument.Statement', []);
      },
    ],
    [
      'Fanout-SecondConsumer',
      ({ queue, function: consumer, node }) =>
        new CfnEventSourceMapping(node.root.node.findChild('Shop'), 'Again', {
          eventSourceArn: queue.queueArn,
          functionName: consumer.functionName,
          functionResponseTypes: ['ReportBatchItemFailures'],
        }),
    ],
  ])('break %s when they are made wrong from outside', (rule, spoil, changes) => {
    expect(brokenBy(spoil, changes)).toContain(rule);
  });

  it('break Fanout-StandardTopicToFifoQueue when the topic is made standard from outside', () => {
    const spoil = (subscriber: Subscriber): void => {
      l1<CfnQueue>(subscriber.queue).fifoQueue = true;
    };

    expect(brokenBy(spoil)).toEqual(['Fanout-StandardTopicToFifoQueue', 'Fanout-DeadLetterQueueKind']);
  });

  it("break Fanout-QueueKeyWithoutSns when the key's policy is replaced", () => {
    const stack = emptyStack();
    const encryptionKey = new Key(stack, 'QueueKey');
    addSubscriber(stack, { encryptionKey });
    l1<CfnKey>(encryptionKey).keyPolicy = { Statement: [] };

    expect(brokenRules(stack)).toEqual(['Fanout-QueueKeyWithoutSns', 'Fanout-AlarmWithoutAction']);
  });

  it('break Fanout-AlarmTopicPolicyWithoutCloudWatch with SnsAction and a topic that refuses plain HTTP', () => {
    const stack = emptyStack();
    addSubscriber(stack, { alarmActions: [new SnsAction(new Topic(stack, 'OnCall', { enforceSSL: true }))] });

    expect(new Set(brokenRules(stack))).toEqual(new Set(['Fanout-AlarmTopicPolicyWithoutCloudWatch']));
  });

  it('break Fanout-TopicMessageAboveQueue when the topic takes more than the queue', () => {
    const stack = emptyStack();
    const topic = new EventTopic(stack, 'OrderEvents', { definition: orderEvents });
    const { queue } = addSubscriber(stack, { topic });
    l1<CfnQueue>(queue).maximumMessageSize = 1_048_575;
    l1<CfnTopic>(topic.topic).maximumMessageSize = 1_048_576;

    expect(brokenRules(stack)).toEqual(['Fanout-AlarmWithoutAction', 'Fanout-TopicMessageAboveQueue']);
  });

  it('break Fanout-TooManyAttributes when an event declares more than fit', () => {
    const topicWith = (attributes: readonly string[]): readonly string[] => {
      const stack = emptyStack();
      const events = [defineEvent('order.placed', orderPlaced.schema, { attributes })];
      addSubscriber(stack, {
        topic: new EventTopic(stack, 'Topic', { definition: defineTopic('orders', { events }) }),
      });
      return brokenRules(stack);
    };

    expect(topicWith([...'abcdefg'])).toEqual(['Fanout-AlarmWithoutAction']);
    expect(topicWith([...'abcdefgh'])).toEqual(['Fanout-AlarmWithoutAction', 'Fanout-TooManyAttributes']);
  });

  it('break Fanout-StreamViewType when the outbox shows keys only', () => {
    const stack = emptyStack();
    const topic = new EventTopic(stack, 'OrderEvents', { definition: orderEvents });
    const outbox = new Outbox(stack, 'Outbox', { topics: [topic] });
    l1<CfnTable>(outbox.table).streamSpecification = { streamViewType: 'KEYS_ONLY' };

    expect(brokenRules(stack)).toContain('Fanout-StreamViewType');
  });

  it('break Fanout-ExpiresBeforeDeadLettered by a time-out above 288 seconds on a FIFO queue', () => {
    const broken = (seconds: number): readonly string[] => {
      const stack = emptyStack();
      const topic = new EventTopic(stack, 'OrderLedger', { definition: orderLedger });
      addSubscriber(stack, { topic, consumer: { timeout: Duration.seconds(seconds) } });
      return brokenRules(stack);
    };

    expect(broken(288)).not.toContain('Fanout-ExpiresBeforeDeadLettered');
    expect(broken(289)).toContain('Fanout-ExpiresBeforeDeadLettered');
  });

  it('break Fanout-DeletedWithStack when production is told to go with the stack', () => {
    const kept = emptyStack({ 'fanout:stage': 'prod' });
    new Inbox(kept, 'Inbox');
    const gone = emptyStack({ 'fanout:stage': 'prod' });
    new Inbox(gone, 'Inbox', { removalPolicy: RemovalPolicy.DESTROY });

    expect(brokenRules(kept)).toEqual([]);
    expect(brokenRules(gone)).toEqual(['Fanout-DeletedWithStack']);
  });
});
