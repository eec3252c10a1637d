import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { environmentNames } from '../../../contracts/index.ts';
import { EventTopic, Inbox, Outbox } from '../../../lib/index.ts';
import { addSubscriber, emptyStack, orderEvents, subscriberTemplate } from './sample-stack.ts';
import { grantsOf, listed, resourceNamed, variablesOf } from './template-reading.ts';

const FUNCTION = 'AWS::Lambda::Function';

const emittingTemplate = (): Template => {
  const stack = emptyStack();
  const topic = new EventTopic(stack, 'OrderEvents', { definition: orderEvents });
  addSubscriber(stack, { topic, outbox: new Outbox(stack, 'Outbox', { topics: [topic] }) });
  return Template.fromStack(stack);
};

const actionsOf = (template: Template): string[] =>
  grantsOf(template, 'InventoryConsumer')
    .flatMap(({ Action: action }) => listed(action))
    .sort();

describe('the consumer of a subscriber', () => {
  it('is told everything that the runtime needs', () => {
    const variables = variablesOf(emittingTemplate(), 'InventoryConsumerFunction');

    expect(variables).toStrictEqual({
      FANOUT_CONSUMER: 'inventory',
      FANOUT_CONSUMER_VERSION: 'unversioned',
      FANOUT_INBOX_TABLE: { Ref: expect.stringMatching(/^InboxTable/) },
      FANOUT_OUTBOX_TABLE: { Ref: expect.stringMatching(/^OutboxTable/) },
      FANOUT_SOURCE_QUEUE_URL: { Ref: expect.stringMatching(/^InventoryQueue/) },
      FANOUT_DEAD_LETTER_QUEUE_URL: { Ref: expect.stringMatching(/^InventoryDeadLetterQueue/) },
      FANOUT_DEAD_LETTER_RETENTION_SECONDS: '1209600',
      FANOUT_MAX_ATTEMPTS: '5',
      FANOUT_INBOX_HORIZON_SECONDS: '3542400',
      FANOUT_CONCURRENCY: '10',
    });
  });

  it('is given the user’s variables beside its own', () => {
    const template = subscriberTemplate({ consumer: { environment: { STOCK_TABLE: 'stock' }, version: '7' } });

    expect(variablesOf(template, 'InventoryConsumerFunction')).toMatchObject({
      STOCK_TABLE: 'stock',
      [environmentNames.consumerVersion]: '7',
    });
  });

  it('G2 keeps inbox records for SNS’s 23 days, the queue’s retention and the dead-letter queue’s', () => {
    const template = subscriberTemplate({ retentionPeriod: Duration.days(10) });

    // 23 + 10 + 14 days
    expect(variablesOf(template, 'InventoryConsumerFunction')['FANOUT_INBOX_HORIZON_SECONDS']).toBe('4060800');
  });

  it('G2 takes the inbox’s horizon when that is longer', () => {
    const stack = emptyStack();
    addSubscriber(stack, { inbox: new Inbox(stack, 'Inbox', { horizon: Duration.days(100) }) });

    const variables = variablesOf(Template.fromStack(stack), 'InventoryConsumerFunction');
    expect(variables['FANOUT_INBOX_HORIZON_SECONDS']).toBe('8640000');
  });

  it('is invoked with partial batch responses and limited concurrency', () => {
    subscriberTemplate({ consumer: { maxConcurrency: 2 } }).hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  it('is invoked only once its role may receive', () => {
    const mapping = resourceNamed(subscriberTemplate(), 'AWS::Lambda::EventSourceMapping', 'InventoryMapping');

    expect(mapping.DependsOn?.map((id) => id.slice(0, -8))).toContain('InventoryConsumerRoleDefaultPolicy');
  });

  it('logs JSON with platform lines to a log group of its own', () => {
    const template = subscriberTemplate();

    const { Properties: properties } = resourceNamed(template, FUNCTION, 'InventoryConsumerFunction');
    expect(properties['LoggingConfig']).toStrictEqual({
      LogFormat: 'JSON',
      SystemLogLevel: 'INFO',
      ApplicationLogLevel: 'INFO',
      LogGroup: { Ref: expect.stringMatching(/^InventoryConsumerLogGroup/) },
    });
    expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Handler: 'index.handler', Timeout: 3 });
  });

  it('G8 may do what it needs and nothing else', () => {
    expect(actionsOf(subscriberTemplate())).toStrictEqual([
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ]);
  });

  it('G8 may only add to the outbox, and sends to its dead-letter queue alone', () => {
    const grants = grantsOf(emittingTemplate(), 'InventoryConsumer');

    const onOutbox = grants.filter(({ Resource: resource }) => JSON.stringify(resource).includes('OutboxTable'));
    const sending = grants.filter(({ Action: action }) => listed(action).includes('sqs:SendMessage'));
    expect(onOutbox.flatMap(({ Action: action }) => listed(action))).toStrictEqual(['dynamodb:PutItem']);
    expect(sending.map(({ Resource: resource }) => resource)).toStrictEqual([
      { 'Fn::GetAtt': [expect.stringMatching(/^InventoryDeadLetterQueue/), 'Arn'] },
    ]);
  });
});
