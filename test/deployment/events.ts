import { defineEvent, defineTopic } from 'fanout/events';
import { z } from 'zod';

const parcel = z.object({ parcelId: z.string() });

export const parcelSent = defineEvent('parcel.sent', parcel);
export const parcelLost = defineEvent('parcel.lost', parcel);

export const parcelReturned = defineEvent('parcel.returned', parcel);

export const parcels = defineTopic('parcels', { events: [parcelSent, parcelLost, parcelReturned] });
