import { lambdaProducer } from 'fanout/runtime';
import { z } from 'zod';
import { parcelDelivered, parcelEvents, parcelSent } from '../events.ts';

const TableName = process.env['PARCELS_TABLE'] ?? '';

/** Sends a parcel, or delivers it; the event rides in the parcel. */
export const handler = lambdaProducer(
  {
    source: '/parcels',
    topics: [parcelEvents],
    outbox: 'inline',
    request: z.object({ parcelId: z.string(), move: z.enum(['send', 'deliver']) }),
    idempotencyKey: ({ parcelId, move }) => `${move} ${parcelId}`,
    handle({ parcelId, move }, { transaction }) {
      if (move === 'send') {
        transaction.put({ TableName, Item: { parcelId, version: 1, status: 'sent' } }, (events) =>
          events.emit(parcelSent, { parcelId }, { orderingKey: parcelId, sequence: 1 }),
        );
      } else {
        const update = {
          TableName,
          Key: { parcelId },
          UpdateExpression: 'SET #status = :delivered ADD version :one',
          ConditionExpression: '#status = :sent',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':delivered': 'delivered', ':sent': 'sent', ':one': 1 },
        };
        transaction.update(update, (events) =>
          events.emit(parcelDelivered, { parcelId }, { orderingKey: parcelId, sequence: 2 }),
        );
      }
    },
  },
  process.env,
);
