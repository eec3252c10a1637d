import { guardConsumer, lambdaConsumer } from 'fanout/runtime';
import { parcelDelivered, receiptEvents, receiptIssued } from '../events.ts';

const TableName = process.env['RECEIPTS_TABLE'] ?? '';

/** Writes a receipt for each delivery; its event rides in the receipt. */
export const handler = lambdaConsumer(
  guardConsumer({ source: '/receipts/write', topics: [receiptEvents] }).on(parcelDelivered, ({ data }, { emit }) => {
    emit(receiptIssued, data);
    return { TableName, partitionKey: 'parcelId', Item: { parcelId: data.parcelId } };
  }),
  process.env,
);
