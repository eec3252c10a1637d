import { z } from 'zod';
import { type EventEnvelope, formatSequence } from '../../../contracts/envelope.ts';
import { defineEvent, defineTopic } from '../../../contracts/event.ts';
import type { EpochMillis } from '../../../contracts/time.ts';

export const orderPlaced = defineEvent(
  'order.placed',
  z.object({ orderId: z.string(), quantity: z.number().default(1) }),
);
export const stockReserved = defineEvent('stock.reserved', z.object({ orderId: z.string() }));
export const stockRejected = defineEvent('stock.rejected', z.object({ orderId: z.string(), reason: z.string() }));

export const orderEvents = defineTopic('order-events', { events: [orderPlaced, stockReserved, stockRejected] });
export const orderLedger = defineTopic('order-ledger', { events: [orderPlaced, stockReserved], fifo: true });

/** An event whose schema never answers. */
export const orderHanging = defineEvent('order.hanging', {
  '~standard': { version: 1, vendor: 'test', validate: () => new Promise<never>(() => undefined) },
});
export const hangingEvents = defineTopic('hanging-events', { events: [orderHanging] });

/** A UUIDv7 of a moment, told apart by a number. */
export const eventIdAt = (at: EpochMillis | number, number: number): string => {
  const time = at.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${number.toString(16).padStart(12, '0')}`;
};

/** 2026-01-01T00:00:00Z, when a ManualClock starts. */
export const START_MS = 1_767_225_600_000;

/** An order.placed event; the number makes its id and its order. */
export const orderPlacedEnvelope = (number: number, overrides: Partial<EventEnvelope> = {}): EventEnvelope => ({
  specversion: '1.0',
  id: eventIdAt(START_MS, number),
  source: '/orders/place-order',
  type: 'order.placed',
  time: '2026-01-01T00:00:00.000Z',
  datacontenttype: 'application/json',
  partitionkey: `order-${number}`,
  sequence: formatSequence(1),
  data: { orderId: `order-${number}` },
  ...overrides,
});
