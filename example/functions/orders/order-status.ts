import type { UpdateWrite } from 'fanout/runtime';

export type OrderStatus = 'placed' | 'confirmed' | 'cancelled';

/** A change of an order's status, with the statuses that it may start from. */
export interface Transition {
  readonly from: readonly OrderStatus[];
  readonly to: OrderStatus;
  /** Why, for people. */
  readonly reason: string;
}

/** The write that makes a transition; its condition does not hold when the order is in none of the `from` statuses. */
export const moveOrder = (TableName: string, orderId: string, { from, to, reason }: Transition): UpdateWrite => ({
  TableName,
  Key: { orderId },
  UpdateExpression: 'SET #status = :to, reason = :reason',
  ConditionExpression: `#status IN (${from.map((_, index) => `:from${index}`).join(', ')})`,
  ExpressionAttributeNames: { '#status': 'status' },
  ExpressionAttributeValues: {
    ':to': to,
    ':reason': reason,
    ...Object.fromEntries(from.map((status, index) => [`:from${index}`, status])),
  },
});
