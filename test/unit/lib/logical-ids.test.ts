import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { EventTopic, UndeliveredQueue } from '../../../lib/index.ts';
import { addItemOutbox } from './item-outbox-stack.ts';
import { addShop, emptyStack, orderEvents } from './sample-stack.ts';
import { resourcesOf } from './template-reading.ts';

const shop = (): Template => {
  const stack = emptyStack();
  addShop(stack);
  return Template.fromStack(stack);
};

/**
 * A changed id makes CloudFormation replace the resource: events in a table or queue stay behind, and SNS answers the
 * second of two identical subscriptions with the first one's ARN, which the clean-up then deletes.
 */
describe('G1 logical ids never change by accident', () => {
  const template = shop();

  it.each([
    ['AWS::DynamoDB::Table', ['InboxTableD4FB9610', 'OutboxTableF17138FA']],
    [
      'AWS::SQS::Queue',
      [
        'InventoryDeadLetterQueue48A59105',
        'InventoryQueue4D3B3B9B',
        'InventorySubscriptionDeadLetterQueue8F7C2232',
        'LedgerDeadLetterQueue8A21884B',
        'LedgerQueue1C2C8303',
        'LedgerSubscriptionDeadLetterQueueEFB387EF',
      ],
    ],
    [
      'AWS::SQS::QueuePolicy',
      [
        'InventoryDeadLetterQueuePolicy4D957FAF',
        'InventoryQueuePolicy7DEF84AB',
        'InventorySubscriptionDeadLetterQueuePolicy0194379F',
        'LedgerDeadLetterQueuePolicy84052423',
        'LedgerQueuePolicyE51C322C',
        'LedgerSubscriptionDeadLetterQueuePolicyBEE326C0',
      ],
    ],
    ['AWS::SNS::Topic', ['OrderEventsTopic877D17A7', 'OrderLedgerTopic00312CCF']],
    ['AWS::SNS::TopicPolicy', ['OrderEventsTopicPolicy71ED5B3F', 'OrderLedgerTopicPolicy02B45525']],
    ['AWS::SNS::Subscription', ['InventorySubscription6A2F0F0B', 'LedgerSubscription3A9C045B']],
    [
      'AWS::Lambda::EventSourceMapping',
      ['InventoryMapping72B8158F', 'LedgerMapping0338DC90', 'OutboxRelayMapping7998A036'],
    ],
    [
      'AWS::Logs::LogGroup',
      [
        'InventoryConsumerLogGroup2124E2C3',
        'LedgerConsumerLogGroup7D006304',
        'OutboxRelayFunctionLogGroup99A5DE44',
        'OutboxSweeperFunctionLogGroup117572E2',
        'PlaceOrderHandlerLogGroupA65FCD9F',
      ],
    ],
  ])('of %s', (type, ids) => {
    expect(Object.keys(resourcesOf(template, type)).sort()).toStrictEqual(ids);
  });

  it('nor do the names that stand in place of CloudFormation’s', () => {
    const names = ['AWS::SQS::Queue', 'AWS::SNS::Topic']
      .flatMap((type) => Object.values(resourcesOf(template, type)))
      .flatMap(({ Properties: properties }) => properties['QueueName'] ?? properties['TopicName'] ?? [])
      .map((name) => (name as { 'Fn::Join': [string, [string]] })['Fn::Join'][1][0]);

    expect(names.sort()).toStrictEqual([
      'Shop-Inventory-8330993A-',
      'Shop-Ledger-30195A28-',
      'Shop-OrderLedger-AE54BECD-',
    ]);
  });

  it('nor those of an item outbox, and of a queue for what another Region’s subscriber does not get', () => {
    const stack = emptyStack();
    const topic = new EventTopic(stack, 'Events', { definition: orderEvents });
    addItemOutbox(stack, { topics: [topic] });
    new UndeliveredQueue(stack, 'Undelivered', { topic, subscriber: 'billing' });
    const others = Template.fromStack(stack);
    const idsOf = (type: string): string[] => Object.keys(resourcesOf(others, type)).sort();

    expect(idsOf('AWS::Lambda::EventSourceMapping')).toStrictEqual(['ItemOutboxRelayMapping28395B38']);
    expect(idsOf('AWS::DynamoDB::Table')).toStrictEqual(['ItemOutboxQuarantineTable182F045C', 'OrdersA9B65338']);
    expect(idsOf('AWS::SQS::Queue')).toStrictEqual(['UndeliveredSubscriptionDeadLetterQueue913170C6']);
    expect(idsOf('AWS::SQS::QueuePolicy')).toStrictEqual(['UndeliveredSubscriptionDeadLetterQueuePolicy1CE12F22']);
  });
});
