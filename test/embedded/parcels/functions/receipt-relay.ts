import { lambdaItemRelay } from 'fanout/runtime';
import { receiptEvents, receiptFiled } from '../events.ts';

/** Publishes what rides in receipts, and that each was filed, which nobody had to write down. */
export const handler = lambdaItemRelay<{ readonly parcelId: string }>(process.env, {
  source: '/receipts',
  topics: [receiptEvents],
  derive: ({ parcelId }, events) => events.emit(receiptFiled, { parcelId }, { orderingKey: parcelId }),
});
