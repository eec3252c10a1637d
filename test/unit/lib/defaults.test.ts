import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { ProducerProps } from '../../../lib/index.ts';
import { EventTopic, Inbox, type InboxProps, Outbox, type OutboxProps, Producer } from '../../../lib/index.ts';
import { addSubscriber, code, emptyStack, orderEvents, type SubscriberChanges, timeout } from './sample-stack.ts';

/** The whole template: a default is right if stating it changes nothing. */
const subscriber = (changes: SubscriberChanges): unknown => {
  const stack = emptyStack();
  addSubscriber(stack, changes);
  return Template.fromStack(stack).toJSON();
};

const outboxAndProducer = (outboxProps: Partial<OutboxProps>, producerProps: Partial<ProducerProps>): unknown => {
  const stack = emptyStack();
  const topics = [new EventTopic(stack, 'OrderEvents', { definition: orderEvents })];
  const outbox = new Outbox(stack, 'Outbox', { topics, ...outboxProps });
  const inbox = new Inbox(stack, 'Inbox');
  new Producer(stack, 'PlaceOrder', { name: 'place-order', code, timeout, inbox, outbox, ...producerProps });
  return Template.fromStack(stack).toJSON();
};

const inbox = (props: InboxProps): unknown => {
  const stack = emptyStack();
  new Inbox(stack, 'Inbox', props);
  return Template.fromStack(stack).toJSON();
};

describe('stating the default changes nothing', () => {
  const plainSubscriber = subscriber({});
  const plainOutbox = outboxAndProducer({}, {});

  it.each<[string, SubscriberChanges]>([
    ['events', { events: orderEvents.events }],
    ['retentionPeriod', { retentionPeriod: Duration.days(4) }],
    ['oldestMessageAlarmAfter', { oldestMessageAlarmAfter: Duration.hours(1) }],
    ['alarmActions', { alarmActions: [] }],
    ['rawMessageDelivery', { rawMessageDelivery: true }],
    ['removalPolicy', { removalPolicy: RemovalPolicy.RETAIN }],
    ['consumer.handler', { consumer: { handler: 'index.handler' } }],
    ['consumer.memorySize', { consumer: { memorySize: 256 } }],
    ['consumer.environment', { consumer: { environment: {} } }],
    ['consumer.maxAttempts', { consumer: { maxAttempts: 5 } }],
    ['consumer.batchSize', { consumer: { batchSize: 10 } }],
    ['consumer.maxBatchingWindow', { consumer: { maxBatchingWindow: Duration.seconds(0) } }],
    ['consumer.maxConcurrency', { consumer: { maxConcurrency: 50 } }],
    ['consumer.concurrency', { consumer: { concurrency: 10 } }],
    ['consumer.version', { consumer: { version: 'unversioned' } }],
  ])('of a subscriber’s %s', (_prop, stated) => {
    expect(subscriber(stated)).toStrictEqual(plainSubscriber);
  });

  it('of a subscriber’s oldestMessageAlarmAfter, which follows a short retention', () => {
    const retentionPeriod = Duration.minutes(90);

    expect(subscriber({ retentionPeriod })).toStrictEqual(
      subscriber({ retentionPeriod, oldestMessageAlarmAfter: Duration.minutes(45) }),
    );
  });

  it('of a subscriber’s consumer.concurrency, which follows a smaller batch', () => {
    expect(subscriber({ consumer: { batchSize: 3 } })).toStrictEqual(
      subscriber({ consumer: { batchSize: 3, concurrency: 3 } }),
    );
  });

  it.each<[string, InboxProps]>([
    ['deletionProtection', { deletionProtection: true }],
    ['removalPolicy', { removalPolicy: RemovalPolicy.RETAIN }],
    ['pointInTimeRecovery', { pointInTimeRecovery: true }],
  ])('of an inbox’s %s', (_prop, stated) => {
    expect(inbox(stated)).toStrictEqual(inbox({}));
  });

  it.each<[string, Partial<OutboxProps>, Partial<ProducerProps>]>([
    ['outbox’s sweepEvery', { sweepEvery: Duration.minutes(1) }, {}],
    ['outbox’s sweepAfter', { sweepAfter: Duration.minutes(2) }, {}],
    ['outbox’s batchSize', { batchSize: 100 }, {}],
    ['outbox’s maxBatchingWindow', { maxBatchingWindow: Duration.seconds(0) }, {}],
    ['outbox’s parallelizationFactor', { parallelizationFactor: 1 }, {}],
    ['outbox’s pointInTimeRecovery', { pointInTimeRecovery: true }, {}],
    ['outbox’s alarmActions', { alarmActions: [] }, {}],
    ['outbox’s deletionProtection', { deletionProtection: true }, {}],
    ['outbox’s removalPolicy', { removalPolicy: RemovalPolicy.RETAIN }, {}],
    ['producer’s handler', {}, { handler: 'index.handler' }],
    ['producer’s memorySize', {}, { memorySize: 256 }],
    ['producer’s environment', {}, { environment: {} }],
    ['producer’s removalPolicy', {}, { removalPolicy: RemovalPolicy.RETAIN }],
  ])('of an %s', (_prop, outboxProps, producerProps) => {
    expect(outboxAndProducer(outboxProps, producerProps)).toStrictEqual(plainOutbox);
  });
});
