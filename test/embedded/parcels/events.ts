import { defineEvent, defineTopic } from 'fanout/events';
import { z } from 'zod';

const payload = z.object({ parcelId: z.string() });

/** Ride in the parcel. */
export const parcelSent = defineEvent('parcel.sent', payload);
export const parcelDelivered = defineEvent('parcel.delivered', payload);
/** Rides in the receipt that a guarded consumer creates. */
export const receiptIssued = defineEvent('receipt.issued', payload);
/** Derived from the receipt. */
export const receiptFiled = defineEvent('receipt.filed', payload);

export const parcelEvents = defineTopic('parcels', { events: [parcelSent, parcelDelivered], fifo: true });
export const receiptEvents = defineTopic('receipts', { events: [receiptIssued, receiptFiled] });
