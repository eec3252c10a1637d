import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { defineEvent, defineTopic, type EventDefinition } from '../../../contracts/index.ts';
import { EventTopic } from '../../../lib/index.ts';
import {
  addSubscriber,
  emptyStack,
  orderCancelled,
  orderPlaced,
  orderRefunded,
  subscriberTemplate,
} from './sample-stack.ts';
import { resourceNamed, resourcesOf } from './template-reading.ts';

const SUBSCRIPTION = 'AWS::SNS::Subscription';

describe('the subscription of a subscriber', () => {
  it('G1 delivers the events that are wanted and no others, by their type attribute', () => {
    subscriberTemplate({ events: [orderPlaced] }).hasResourceProperties(SUBSCRIPTION, {
      FilterPolicy: { 'ce-type': ['order.placed'] },
      FilterPolicyScope: 'MessageAttributes',
    });
  });

  it.each([
    ['all events are listed', [orderCancelled, orderPlaced]],
    ['none are listed', undefined],
  ])('has no filter when %s', (_case, events) => {
    subscriberTemplate({ events }).hasResourceProperties(SUBSCRIPTION, {
      FilterPolicy: Match.absent(),
      FilterPolicyScope: Match.absent(),
    });
  });

  it('G7 fails when an event is not the topic’s', () => {
    expect(() => subscriberTemplate({ events: [orderPlaced, orderRefunded] })).toThrow(
      'events must be among those of topic order-events (order.placed, order.cancelled), got order.refunded [EventNotInTopic] (at Shop/Inventory)',
    );
  });

  it('G7 fails on an empty list of events', () => {
    expect(() => subscriberTemplate({ events: [] })).toThrow('[EventsEmpty]');
  });

  it('G7 takes 150 events of a topic and fails on 151, the limit of a filter policy', () => {
    const events = Array.from({ length: 152 }, (_, index) => defineEvent(`event.${index}`, orderPlaced.schema));
    const subscribe = (wanted: EventDefinition[]): void => {
      const stack = emptyStack();
      const topic = new EventTopic(stack, 'Wide', { definition: defineTopic('wide', { events }) });
      addSubscriber(stack, { topic, events: wanted });
    };

    expect(() => subscribe(events.slice(0, 150))).not.toThrow();
    expect(() => subscribe(events.slice(0, 151))).toThrow('events must be at most 150');
  });

  it('delivers the message as it was published', () => {
    subscriberTemplate().hasResourceProperties(SUBSCRIPTION, { Protocol: 'sqs', RawMessageDelivery: true });
  });

  it('G1 has a dead-letter queue of its own', () => {
    const template = subscriberTemplate();

    const { Properties: properties } = resourceNamed(template, SUBSCRIPTION, 'InventorySubscription');
    const [id] = Object.keys(resourcesOf(template, 'AWS::SQS::Queue')).filter((name) =>
      name.startsWith('InventorySubscriptionDeadLetterQueue'),
    );
    expect(properties['RedrivePolicy']).toStrictEqual({ deadLetterTargetArn: { 'Fn::GetAtt': [id, 'Arn'] } });
  });

  it.each(['InventoryQueue', 'InventorySubscriptionDeadLetterQueue'])(
    'G8 lets SNS send to %s for this topic of this account only',
    (queue) => {
      const template = subscriberTemplate();

      const { Properties: properties } = resourceNamed(template, 'AWS::SQS::QueuePolicy', `${queue}Policy`);
      const { Statement: statements } = properties['PolicyDocument'] as { Statement: { Effect: string }[] };
      const [topicId] = Object.keys(resourcesOf(template, 'AWS::SNS::Topic'));
      expect(statements.filter(({ Effect: effect }) => effect === 'Allow')).toStrictEqual([
        expect.objectContaining({
          Action: 'sqs:SendMessage',
          Principal: { Service: 'sns.amazonaws.com' },
          Condition: {
            ArnEquals: { 'aws:SourceArn': { Ref: topicId } },
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          },
        }),
      ]);
    },
  );

  it('G1 is created after the policies of both queues', () => {
    const template = subscriberTemplate();

    const { DependsOn: dependsOn } = resourceNamed(template, SUBSCRIPTION, 'InventorySubscription');
    expect(dependsOn?.map((id) => id.slice(0, -8))).toStrictEqual([
      'InventoryQueuePolicy',
      'InventorySubscriptionDeadLetterQueuePolicy',
    ]);
  });
});
