import { CfnParameter } from 'aws-cdk-lib';
import { type CfnTable, StreamViewType, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { describe, expect, it } from 'vitest';
import { type Changes, itemOutboxTemplate, orderId, ordersTable, problemsOf } from './item-outbox-stack.ts';

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
