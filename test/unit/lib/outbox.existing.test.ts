import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  AttributeType,
  StreamViewType,
  Table,
  TableEncryption,
  type TableProps,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { EventTopic, Inbox, type IOutbox, Outbox, type OutboxProps, Producer, PropsError } from '../../../lib/index.ts';
import { code, emptyStack, orderEvents } from './sample-stack.ts';
import { grantsOf, listed, resourceNamed, resourcesOf, variablesOf } from './template-reading.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });
const entriesTable = (scope: Construct, props: Partial<TableProps> = {}): Table =>
  new Table(scope, 'Entries', {
    partitionKey: text('pk'),
    sortKey: text('sk'),
    stream: StreamViewType.NEW_IMAGE,
    ...props,
  });

const outboxOn = (propsOf: (scope: Construct) => Partial<OutboxProps>): Outbox => {
  const stack = emptyStack();
  const topics = [new EventTopic(stack, 'Topic', { definition: orderEvents })];
  return new Outbox(stack, 'Outbox', { topics, ...propsOf(stack) });
};
const templateOf = (outbox: Outbox): Template => Template.fromStack(Stack.of(outbox));

describe('an outbox on a table of the user’s', () => {
  it('defines no table, and reads the stream of this one', () => {
    const template = templateOf(outboxOn((scope) => ({ table: entriesTable(scope) })));

    expect(Object.keys(resourcesOf(template, 'AWS::DynamoDB::Table'))).toHaveLength(1);
    const entries = expect.stringMatching(/^Entries/);
    expect(
      resourceNamed(template, 'AWS::Lambda::EventSourceMapping', 'OutboxRelayMapping').Properties['EventSourceArn'],
    ).toStrictEqual({ 'Fn::GetAtt': [entries, 'StreamArn'] });
    expect(variablesOf(template, 'OutboxSweeperFunction')['FANOUT_OUTBOX_TABLE']).toStrictEqual({ Ref: entries });
  });

  it('G8 grants the use of its key', () => {
    const template = templateOf(
      outboxOn((scope) => ({
        table: entriesTable(scope, {
          encryption: TableEncryption.CUSTOMER_MANAGED,
          encryptionKey: new Key(scope, 'EntriesKey'),
        }),
      })),
    );

    for (const role of ['OutboxRelayFunction', 'OutboxSweeperFunction']) {
      const onKey = grantsOf(template, role).filter(({ Resource: resource }) =>
        JSON.stringify(resource).includes('"EntriesKey'),
      );
      expect(onKey.flatMap(({ Action: action }) => listed(action))).toContain('kms:Decrypt');
    }
  });

  it.each<[string, readonly string[], (scope: Construct) => Partial<OutboxProps>]>([
    ['new images', [], (scope) => ({ table: entriesTable(scope) })],
    ['both images', [], (scope) => ({ table: entriesTable(scope, { stream: StreamViewType.NEW_AND_OLD_IMAGES }) })],
    [
      'keys only',
      ['TableStreamViewType'],
      (scope) => ({ table: entriesTable(scope, { stream: StreamViewType.KEYS_ONLY }) }),
    ],
    ['no stream', ['TableStreamMissing'], (scope) => ({ table: entriesTable(scope, { stream: undefined }) })],
    ['no sort key', ['TableKeys'], (scope) => ({ table: entriesTable(scope, { sortKey: undefined }) })],
    ['other keys', ['TableKeys'], (scope) => ({ table: entriesTable(scope, { partitionKey: text('id') }) })],
    [
      'a sort key that is a number',
      ['TableKeys'],
      (scope) => ({ table: entriesTable(scope, { sortKey: { name: 'sk', type: AttributeType.NUMBER } }) }),
    ],
    [
      'no stream and other keys, on a newer construct',
      ['TableStreamMissing', 'TableKeys'],
      (scope) => ({ table: new TableV2(scope, 'V2', { partitionKey: text('id') }) }),
    ],
    [
      'settings that would change nothing',
      ['TableNotOurs'],
      (scope) => ({ table: entriesTable(scope), deletionProtection: true, pointInTimeRecovery: true }),
    ],
  ])('G7 with %s has the problems %j', (_what, problems, propsOf) => {
    let found: readonly string[] = [];
    try {
      outboxOn(propsOf);
    } catch (error) {
      expect(error).toBeInstanceOf(PropsError);
      found = (error as PropsError).problems.map(({ code }) => code);
    }

    expect(found).toStrictEqual(problems);
  });

  it('G7 says which key it has and which it must have', () => {
    expect(() => outboxOn((scope) => ({ table: entriesTable(scope, { partitionKey: text('id') }) }))).toThrow(
      'table must have the key pk (S) and sk (S), got id (S) and sk (S); use a table of its own [TableKeys] (at Shop/Outbox)',
    );
  });
});

describe('the outbox of another app', () => {
  const tableArn = 'arn:aws:dynamodb:us-east-1:111122223333:table/outbox';

  it.each([
    'outbox',
    'arn:aws:sqs:us-east-1:111122223333:outbox',
    'arn:aws:dynamodb:us-east-1:111122223333:table/',
    undefined as unknown as string,
    42 as unknown as string,
  ])('G7 fails for the ARN %s, which is of no table', (tableArn) => {
    const refused = /(TableArnInvalid|PropInvalid)\] \(at Shop/;
    expect(() => Outbox.fromTableArn(emptyStack(), 'Theirs', tableArn)).toThrow(refused);
    expect(() => Outbox.fromOutboxAttributes(emptyStack(), 'Theirs', { tableArn })).toThrow(refused);
    expect(() => Inbox.fromTableArn(emptyStack(), 'Theirs', tableArn)).toThrow(refused);
  });

  it.each<[string, (scope: Construct) => IOutbox]>([
    ['its ARN', (scope) => Outbox.fromTableArn(scope, 'Outbox', tableArn)],
    [
      'its ARN and key',
      (scope) => Outbox.fromOutboxAttributes(scope, 'Outbox', { tableArn, encryptionKey: new Key(scope, 'Key') }),
    ],
  ])('takes the events of emitters here, known by %s', (_how, outboxIn) => {
    const stack = emptyStack();
    const inbox = new Inbox(stack, 'Inbox');

    new Producer(stack, 'PlaceOrder', { name: 'place-order', code, inbox, outbox: outboxIn(stack) });

    const template = Template.fromStack(stack);
    expect(variablesOf(template, 'PlaceOrderHandlerFunction')['FANOUT_OUTBOX_TABLE']).toBe('outbox');
    const grants = JSON.stringify(grantsOf(template, 'PlaceOrderHandler'));
    expect(grants).toContain('111122223333:table/outbox');
    expect(grants.includes('kms:GenerateDataKey')).toBe(stack.node.tryFindChild('Key') !== undefined);
    template.resourceCountIs('AWS::DynamoDB::Table', 1);
  });

  it('is not needed by a producer whose events ride in items', () => {
    const stack = emptyStack();

    new Producer(stack, 'PlaceOrder', { name: 'place-order', code, inbox: new Inbox(stack, 'Inbox') });

    const variables = variablesOf(Template.fromStack(stack), 'PlaceOrderHandlerFunction');
    expect(variables).not.toHaveProperty('FANOUT_OUTBOX_TABLE');
  });
});

describe('an outbox', () => {
  it('lets people look at it, and is measured', () => {
    const outbox = outboxOn(() => ({}));

    outbox.grantRead(outbox.sweeper);

    const actions = grantsOf(templateOf(outbox), 'OutboxSweeperFunction').flatMap(({ Action: action }) =>
      listed(action),
    );
    expect(actions).toContain('dynamodb:GetItem');
    expect(outbox.metricIteratorAge()).toMatchObject({ metricName: 'IteratorAge', statistic: 'Maximum' });
    expect(outbox.metricOldestUnpublished()).toMatchObject({ metricName: 'OldestUnpublished', statistic: 'Maximum' });
    expect(outbox.metricUnpublished()).toMatchObject({ metricName: 'Unpublished', statistic: 'Maximum' });
    expect(outbox.metricQuarantined({ statistic: 'Maximum' })).toMatchObject({ statistic: 'Maximum' });
  });
});
