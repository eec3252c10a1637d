import type { PutWrite, UpdateWrite } from 'fanout/runtime';
import type { OrderRequest } from '../../events.ts';
import type { Reservation } from './reservation.ts';

type Line = OrderRequest['lines'][number];

/** Keeps what an order reserves. Refused when the order was reserved or cancelled before. */
export const reserve = (TableName: string, orderId: string, lines: readonly Line[]): PutWrite => ({
  TableName,
  Item: { orderId, status: 'reserved', lines },
  ConditionExpression: 'attribute_not_exists(orderId)',
});

/** Marks an order as cancelled. Refused when its reservation is no longer as it was `found`. */
export const cancel = (TableName: string, orderId: string, found: Reservation | undefined): PutWrite => {
  const put = { TableName, Item: { orderId, status: 'cancelled', lines: [] } };
  return found === undefined
    ? { ...put, ConditionExpression: 'attribute_not_exists(orderId)' }
    : {
        ...put,
        ConditionExpression: '#status = :reserved',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':reserved': 'reserved' },
      };
};

/** Takes a line out of stock. Refused when there is not enough, and for an unknown sku. */
export const takeStock = (TableName: string, { sku, quantity }: Line): UpdateWrite => ({
  TableName,
  Key: { sku },
  UpdateExpression: 'SET available = available - :quantity',
  ConditionExpression: 'available >= :quantity',
  ExpressionAttributeValues: { ':quantity': quantity },
});

/** Puts a line back into stock. */
export const returnStock = (TableName: string, { sku, quantity }: Line): UpdateWrite => ({
  TableName,
  Key: { sku },
  UpdateExpression: 'SET available = available + :quantity',
  ExpressionAttributeValues: { ':quantity': quantity },
});
