import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { OrderRequest } from '../../events.ts';

/** What is set aside for an order. `cancelled` without lines: the cancellation came before the order was seen. */
export interface Reservation {
  readonly orderId: string;
  readonly status: 'reserved' | 'cancelled';
  readonly lines: OrderRequest['lines'];
}

/** Reads a reservation, consistently. */
export type FindReservation = (orderId: string, signal: AbortSignal) => Promise<Reservation | undefined>;

/** Finds reservations in their table. */
export const reservationFinder =
  (documents: DynamoDBDocumentClient, TableName: string): FindReservation =>
  async (orderId, abortSignal) => {
    const { Item } = await documents.send(new GetCommand({ TableName, Key: { orderId }, ConsistentRead: true }), {
      abortSignal,
    });
    return Item as Reservation | undefined;
  };
