import { epochMillis } from '../../../contracts/time.ts';
import type { RawItem, RawValue } from '../../../lambdas/runtime/attribute-value.ts';
import { rowOf } from '../../../lambdas/runtime/outbox/outbox-row.ts';
import type { StreamRecord } from '../../../lambdas/runtime/outbox/stream-record.ts';
import type { OutboxEntry } from '../../../lambdas/runtime/outbox-entry.ts';

/** ARNs of the topics that the samples go to. */
export const topicArns: ReadonlyMap<string, string> = new Map([
  ['orders', 'arn:aws:sns:us-east-1:000000000000:orders'],
  ['ledger', 'arn:aws:sns:us-east-1:000000000000:ledger.fifo'],
]);

/** Where a sample clock starts. */
export const start = epochMillis(1_767_225_600_000);

/** An entry whose event id is `<orderingKey>-<sequence>`. */
export function sampleEntry(orderingKey: string, sequence: number, values: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    orderingKey,
    sequence: String(sequence).padStart(16, '0'),
    eventId: `${orderingKey}-${sequence}`,
    topic: 'orders',
    body: `{"id":"${orderingKey}-${sequence}"}`,
    attributes: { 'ce-type': 'order.placed' },
    createdAt: start,
    ...values,
  };
}

/** The stream's record of an entry's insertion. */
export const insertionOf = (entry: OutboxEntry, sequenceNumber: string): StreamRecord =>
  insertion(imageOf(rowOf(entry)), sequenceNumber);

/** The same with the time of the insertion, which is {@link start}. */
export const recordedInsertionOf = (entry: OutboxEntry, sequenceNumber: string): StreamRecord => {
  const { dynamodb, ...record } = insertionOf(entry, sequenceNumber);
  return { ...record, dynamodb: { ...dynamodb, ApproximateCreationDateTime: start / 1_000 } };
};

/** The stream's record of any row's insertion. */
export const insertion = (image: RawItem, sequenceNumber: string): StreamRecord => ({
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: sequenceNumber,
    Keys: Object.fromEntries(Object.entries(image).filter(([name]) => name === 'pk' || name === 'sk')),
    NewImage: image,
  },
});

/** A row in DynamoDB's own JSON. */
export const imageOf = (row: Readonly<Record<string, unknown>>): RawItem =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, imageValue(value)]));

function imageValue(value: unknown): RawValue {
  if (typeof value === 'string') {
    return { S: value };
  }
  return typeof value === 'number' ? { N: String(value) } : { M: imageOf(value as Record<string, unknown>) };
}
