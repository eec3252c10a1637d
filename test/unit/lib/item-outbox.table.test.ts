import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type CfnTable, StreamViewType, Table, TableEncryption, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { EventTopic, ItemOutbox } from '../../../lib/index.ts';
import { cdkOutdir } from '../cdk-outdir.ts';
import { type Changes, itemOutboxTemplate, orderId, ordersTable, problemsOf } from './item-outbox-stack.ts';
import { emptyStack, orderEvents } from './sample-stack.ts';

describe('the table of an item outbox', () => {
  it.each<[string, readonly string[], Changes]>([
    ['a stream of both images', [], (scope) => ({ table: ordersTable(scope) })],
    [
      'a stream of both images on a newer construct',
      [],
      (scope) => ({
        table: new TableV2(scope, 'V2', { partitionKey: orderId, dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES }),
      }),
    ],
    ['no stream', ['TableStreamMissing'], (scope) => ({ table: ordersTable(scope, { stream: undefined }) })],
    [
      'no stream on a newer construct',
      ['TableStreamMissing'],
      (scope) => ({ table: new TableV2(scope, 'V2', { partitionKey: orderId }) }),
    ],
    ...[StreamViewType.NEW_IMAGE, StreamViewType.OLD_IMAGE, StreamViewType.KEYS_ONLY].map(
      (stream): [string, readonly string[], Changes] => [
        `a stream of ${stream}`,
        ['TableStreamViewType'],
        (scope) => ({ table: ordersTable(scope, { stream }) }),
      ],
    ),
    [
      'the stream of an imported table',
      [],
      (scope) => ({
        table: Table.fromTableAttributes(scope, 'Imported', {
          tableArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/orders',
          tableStreamArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000',
        }),
      }),
    ],
    [
      'an imported table of unknown stream',
      ['TableStreamMissing'],
      (scope) => ({ table: Table.fromTableName(scope, 'Imported', 'orders') }),
    ],
  ])('G7 with %s has the problems %j', (_what, problems, changes) => {
    expect(problemsOf(changes)).toStrictEqual(problems);
  });

  it('G7 has one outbox, because the relays of two would publish each event twice', () => {
    const stack = emptyStack();
    const topics = [new EventTopic(stack, 'Topic', { definition: orderEvents })];
    const table = ordersTable(stack);
    new ItemOutbox(stack, 'One', { topics, table });

    expect(() => new ItemOutbox(stack, 'Other', { topics, table })).toThrow(
      /^table must have one outbox, got Shop\/Orders, which has Shop\/One; .* \[TableTaken\] \(at Shop\/Other\)$/,
    );
  });

  it('may be of another stack, with a key of its own', () => {
    const app = new App({ outdir: cdkOutdir, context: { 'fanout:checks': false } });
    const [data, events] = [new Stack(app, 'Data'), new Stack(app, 'Events')];
    const encryptionKey = new Key(data, 'Key');
    const table = ordersTable(data, { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey });
    const topics = [new EventTopic(events, 'Topic', { definition: orderEvents })];

    new ItemOutbox(events, 'Outbox', { topics, table });

    const mapping = Template.fromStack(events).findResources('AWS::Lambda::EventSourceMapping');
    expect(JSON.stringify(Object.values(mapping)[0]?.['Properties'].EventSourceArn)).toContain('StreamArn');
    Template.fromStack(data).resourceCountIs('AWS::DynamoDB::Table', 1);
  });

  it('is left alone when its view type is known at deployment only', () => {
    const changes: Changes = (scope) => {
      const table = ordersTable(scope);
      const streamViewType = new CfnParameter(scope, 'View').valueAsString;
      (table.node.defaultChild as CfnTable).streamSpecification = { streamViewType };
      return { table };
    };

    expect(problemsOf(changes)).toStrictEqual([]);
  });

  it('G7 says what is wrong, and what to do', () => {
    expect(() =>
      itemOutboxTemplate((scope) => ({ table: ordersTable(scope, { stream: StreamViewType.NEW_IMAGE }) })),
    ).toThrow(
      /^table must have a stream of NEW_AND_OLD_IMAGES, got NEW_IMAGE; .* \[TableStreamViewType\] \(at Shop\/Outbox\)$/,
    );
  });
});
