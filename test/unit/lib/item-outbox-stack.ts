import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, type ITable, StreamViewType, Table, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { expect } from 'vitest';
import { EventTopic, ItemOutbox, type ItemOutboxProps, PropsError } from '../../../lib/index.ts';
import { emptyStack, orderEvents, orderLedger } from './sample-stack.ts';

export const orderId = { name: 'orderId', type: AttributeType.STRING };
/** A business table with a stream that an item outbox can read. */
export const ordersTable = (scope: Construct, props: Partial<TableProps> = {}): ITable =>
  new Table(scope, 'Orders', { partitionKey: orderId, stream: StreamViewType.NEW_AND_OLD_IMAGES, ...props });

/** An item outbox on a business table, under the ids `ItemOutbox` and `Orders`. */
export const addItemOutbox = (
  scope: Construct,
  props: Omit<ItemOutboxProps, 'table'>,
  tableProps: Partial<TableProps> = {},
): ItemOutbox => new ItemOutbox(scope, 'ItemOutbox', { table: ordersTable(scope, tableProps), ...props });

/** Props that only a test changes. */
export type Changes = (scope: Construct) => Partial<ItemOutboxProps>;

/** The template of a stack with one item outbox. */
export const itemOutboxTemplate = (changes: Changes = () => ({})): Template => {
  const stack = emptyStack();
  const topics = [orderEvents, orderLedger].map((definition) => new EventTopic(stack, definition.name, { definition }));
  const changed = changes(stack);
  new ItemOutbox(stack, 'Outbox', { topics, table: changed.table ?? ordersTable(stack), ...changed });
  return Template.fromStack(stack);
};

/** The codes of everything that is wrong. */
export function problemsOf(changes: Changes): readonly string[] {
  try {
    itemOutboxTemplate(changes);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(PropsError);
    return (error as PropsError).problems.map(({ code: each }) => each);
  }
}
