import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AttributeType, Table, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { describe, expect, it } from 'vitest';
import { Inbox, type InboxProps, PropsError } from '../../../lib/index.ts';
import { addSubscriber, emptyStack } from './sample-stack.ts';
import { grantsOf, listed, variablesOf } from './template-reading.ts';

const TABLE = 'AWS::DynamoDB::Table';
const ARN = 'arn:aws:dynamodb:eu-west-1:111122223333:table/inbox';

const templateOf = (props?: InboxProps): Template => {
  const stack = emptyStack();
  new Inbox(stack, 'Inbox', props);
  return Template.fromStack(stack);
};

describe('an inbox', () => {
  it('G2 is a table on demand with TTL and point-in-time recovery', () => {
    templateOf().hasResourceProperties(TABLE, {
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: Match.absent(),
    });
  });

  it('G2 outlives the stack and cannot be deleted unless it is asked otherwise', () => {
    templateOf().hasResource(TABLE, {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { DeletionProtectionEnabled: true },
    });
    templateOf({ removalPolicy: RemovalPolicy.DESTROY }).hasResource(TABLE, {
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtectionEnabled: false },
    });
    templateOf({ deletionProtection: false }).hasResource(TABLE, {
      DeletionPolicy: 'Retain',
      Properties: { DeletionProtectionEnabled: false },
    });
  });

  it.each([
    ['shortest', Duration.days(1), Duration.seconds(86_399)],
    ['longest', Duration.days(3650), Duration.days(3651)],
  ])('G7 fails one past its %s good horizon', (_end, lastGood, firstBad) => {
    expect(() => templateOf({ horizon: lastGood })).not.toThrow();
    expect(() => templateOf({ horizon: firstBad })).toThrow('[HorizonRange] (at Shop/Inbox)');
  });

  it('can do without point-in-time recovery', () => {
    templateOf({ pointInTimeRecovery: false }).hasResourceProperties(TABLE, {
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
    });
  });

  it('measures the copies that it recognised, and throttles', () => {
    const inbox = new Inbox(emptyStack(), 'Inbox');

    expect(inbox.metricConditionsFailed()).toMatchObject({
      namespace: 'AWS/DynamoDB',
      metricName: 'ConditionalCheckFailedRequests',
      statistic: 'Sum',
      dimensions: { TableName: inbox.table.tableName },
    });
    expect(inbox.metricWritesThrottled({ label: 'x' })).toMatchObject({
      metricName: 'WriteThrottleEvents',
      label: 'x',
    });
  });
});

describe('an inbox on a table of the user’s', () => {
  const text = (name: string) => ({ name, type: AttributeType.STRING });
  const tableProps = { partitionKey: text('pk'), timeToLiveAttribute: 'expiresAt' };

  it('defines no table, and lets components use this one', () => {
    const stack = emptyStack();
    const table = new Table(stack, 'Shared', tableProps);

    addSubscriber(stack, { inbox: new Inbox(stack, 'Inbox', { table }) });

    const template = Template.fromStack(stack);
    template.resourceCountIs(TABLE, 1);
    expect(variablesOf(template, 'InventoryConsumerFunction')['FANOUT_INBOX_TABLE']).toStrictEqual({
      Ref: expect.stringMatching(/^Shared/),
    });
  });

  it('is the inbox of another app, by its ARN', () => {
    const stack = emptyStack();
    const inbox = Inbox.fromTableArn(stack, 'Inbox', 'arn:aws:dynamodb:us-east-1:111122223333:table/inbox');

    addSubscriber(stack, { inbox });

    const template = Template.fromStack(stack);
    template.resourceCountIs(TABLE, 0);
    expect(variablesOf(template, 'InventoryConsumerFunction')['FANOUT_INBOX_TABLE']).toBe('inbox');
    const onTable = grantsOf(template, 'InventoryConsumer').filter(({ Resource: resource }) =>
      JSON.stringify(resource).includes('111122223333:table/inbox'),
    );
    expect(onTable.flatMap(({ Action: action }) => listed(action))).toContain('dynamodb:PutItem');
  });

  it.each<[string, readonly string[], Partial<TableProps>, InboxProps]>([
    ['pk and expiresAt', [], {}, {}],
    ['another key', ['TableKeys'], { partitionKey: text('id') }, {}],
    ['a sort key', ['TableKeys'], { sortKey: text('sk') }, {}],
    ['no time to live', ['TableTimeToLive'], { timeToLiveAttribute: undefined }, {}],
    ['another time to live', ['TableTimeToLive'], { timeToLiveAttribute: 'ttl' }, {}],
    ['settings that would change nothing', ['TableNotOurs'], {}, { deletionProtection: true }],
    [
      'several mistakes',
      ['HorizonRange', 'TableKeys', 'TableTimeToLive'],
      { partitionKey: text('id'), timeToLiveAttribute: 'ttl' },
      { horizon: Duration.hours(1) },
    ],
  ])('G7 with %s has the problems %j', (_what, problems, changes, props) => {
    const stack = emptyStack();
    const table = new Table(stack, 'Shared', { ...tableProps, ...changes });
    let found: readonly string[] = [];
    try {
      new Inbox(stack, 'Inbox', { table, ...props });
    } catch (error) {
      expect(error).toBeInstanceOf(PropsError);
      found = (error as PropsError).problems.map(({ code }) => code);
    }

    expect(found).toStrictEqual(problems);
  });
});

describe('G1 two inboxes of one table', () => {
  it.each<[kind: string, tableOf: (own: Inbox) => Inbox]>([
    ['their own', (own) => new Inbox(own.node.scope as Stack, 'Again', { table: own.table })],
    ['an imported one', (own) => Inbox.fromTableArn(own.node.scope as Stack, 'Again', ARN)],
  ])('refuse one name for two components, whose messages would pass for duplicates: %s', (kind, again) => {
    const stack = emptyStack();
    const first = kind === 'their own' ? new Inbox(stack, 'Inbox') : Inbox.fromTableArn(stack, 'Inbox', ARN);
    const { topic } = addSubscriber(stack, { inbox: first });

    expect(() => addSubscriber(stack, { inbox: again(first), topic }, 'Other')).toThrow(
      "got inventory, the name of Shop/Inventory; two of a name would take each other's messages for duplicates [NameTaken]",
    );
  });
});
