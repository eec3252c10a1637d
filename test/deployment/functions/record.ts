import { guardConsumer, lambdaConsumer } from 'fanout/runtime';
import { parcelLost, parcelReturned, parcelSent } from '../events.ts';

const { env } = process;
const TableName = env['RECORDS_TABLE'] ?? '';

/** Keeps one record per event: what is missing was lost, and a second one cannot be. */
export const handler = lambdaConsumer(
  guardConsumer({ source: '/deployment/record' })
    .on(parcelSent, ({ id, type }) => ({ TableName, partitionKey: 'pk', Item: { pk: id, type } }))
    .on(parcelLost, ({ id, type }) => ({ TableName, partitionKey: 'pk', Item: { pk: id, type } }))
    .on(parcelReturned, ({ id, type }) => ({ TableName, partitionKey: 'pk', Item: { pk: id, type } })),
  env,
);
