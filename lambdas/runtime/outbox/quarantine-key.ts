import { createHash } from 'node:crypto';
import type { OutboxRowKey } from '../ports/index.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html: partition and sort key. */
const MAX_PARTITION_KEY_BYTES = 2048;
const MAX_SORT_KEY_BYTES = 1024;
/** Of a UTF-16 unit in UTF-8. */
const MAX_UNIT_BYTES = 3;

/**
 * The key under which a quarantine keeps a record. What is too long for DynamoDB is cut, with a digest of it behind: a
 * record that could not be set aside would come back until the stream forgets what is behind it.
 */
export const quarantineKey = ({ orderingKey, sortKey }: OutboxRowKey): OutboxRowKey => ({
  orderingKey: fitting(orderingKey, MAX_PARTITION_KEY_BYTES),
  sortKey: fitting(sortKey, MAX_SORT_KEY_BYTES),
});

function fitting(text: string, mostBytes: number): string {
  if (Buffer.byteLength(text) <= mostBytes) {
    return text;
  }
  const digest = createHash('sha256').update(text).digest('base64url');
  const units = Math.floor((mostBytes - digest.length - 1) / MAX_UNIT_BYTES);
  return `${text.slice(0, units).toWellFormed()}~${digest}`;
}
