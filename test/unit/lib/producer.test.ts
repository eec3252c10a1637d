import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, it } from 'vitest';
import { EventTopic, Inbox, type InboxProps, Outbox, Producer, type ProducerProps } from '../../../lib/index.ts';
import { code, emptyStack, orderEvents, timeout } from './sample-stack.ts';
import { grantsOf, listed, resourcesOf, variablesOf } from './template-reading.ts';

const produce = (
  props?: Partial<ProducerProps>,
  inboxProps?: InboxProps,
): { producer: Producer; render(): Template } => {
  const stack = emptyStack();
  const topic = new EventTopic(stack, 'OrderEvents', { definition: orderEvents });
  const outbox = new Outbox(stack, 'Outbox', { topics: [topic] });
  const inbox = new Inbox(stack, 'Inbox', inboxProps);
  const producer = new Producer(stack, 'PlaceOrder', { name: 'place-order', code, timeout, inbox, outbox, ...props });
  return { producer, render: () => Template.fromStack(stack) };
};

describe('a producer', () => {
  it('is told its name, its tables and how long to remember', () => {
    expect(variablesOf(produce().render(), 'PlaceOrderHandlerFunction')).toStrictEqual({
      FANOUT_CONSUMER: 'place-order',
      FANOUT_INBOX_TABLE: { Ref: expect.stringMatching(/^InboxTable/) },
      FANOUT_OUTBOX_TABLE: { Ref: expect.stringMatching(/^OutboxTable/) },
      FANOUT_INBOX_HORIZON_SECONDS: '3542400',
    });
  });

  it('remembers for as long as the inbox does', () => {
    const template = produce({}, { horizon: Duration.days(2) }).render();

    expect(variablesOf(template, 'PlaceOrderHandlerFunction')['FANOUT_INBOX_HORIZON_SECONDS']).toBe('172800');
  });

  it('G8 may use the inbox and add to the outbox, and never publishes', () => {
    const actions = grantsOf(produce().render(), 'PlaceOrderHandler').map(({ Action: action }) => listed(action));

    expect(actions).toStrictEqual([
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      ['dynamodb:PutItem'],
    ]);
  });

  it('G8 lets a caller invoke it and nothing else', () => {
    const { producer, render } = produce();
    const assumedBy = new ServicePrincipal('lambda.amazonaws.com');
    producer.grantInvoke(new Role(producer, 'Caller', { assumedBy }));

    const [policy] = Object.entries(resourcesOf(render(), 'AWS::IAM::Policy')).filter(([id]) => id.includes('Caller'));
    expect(JSON.stringify(policy)).toContain('"Action":"lambda:InvokeFunction"');
  });

  it.each<[string, Partial<ProducerProps>]>([
    ['NameInvalid', { name: '' }],
    ['NameReserved', { name: 'attempts' }],
    ['TimeoutRange', { timeout: Duration.minutes(16) }],
    ['MemorySizeRange', { memorySize: 127 }],
    ['EnvironmentReserved', { environment: { FANOUT_INBOX_TABLE: 'mine' } }],
  ])('G7 fails with %s', (rule, props) => {
    expect(() => produce(props)).toThrow(`[${rule}] (at Shop/PlaceOrder`);
  });
});
