import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { eventually } from 'fanout/testing';
import type { Platform } from '../platform.ts';

const DEADLINE_MS = 180_000;
const LOOK_INTERVAL_MS = 50;
/** A cancelled order has three events or four, a confirmed one four. */
const LEAST_LEDGER_LINES = 3;

/**
 * Waits until every consumer is done with an order: its customer was told, its fact kept and its ledger written.
 *
 * Looks through whole tables, so it is for the first order, when they are small.
 *
 * @returns `performance.now()` at that moment; nothing when it takes longer than three minutes or the signal aborts.
 */
export async function firstOrderThrough(
  platform: Platform,
  orderId: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  // One request a look until the slowest part is there: what looks must not slow down what it looks at.
  const isThrough = async (): Promise<boolean> =>
    (await countLedgerLines(platform, orderId)) >= LEAST_LEDGER_LINES &&
    (await countRows(platform, 'Mails', orderId)) > 0 &&
    (await countRows(platform, 'Facts', orderId)) > 0;
  try {
    await eventually(isThrough, {
      deadlineMs: DEADLINE_MS,
      intervalMs: LOOK_INTERVAL_MS,
      signal,
      what: `order ${orderId} through all consumers`,
    });
    return performance.now();
  } catch {
    return undefined;
  }
}

async function countRows({ clients, outputs }: Platform, table: string, orderId: string): Promise<number> {
  const { Count = 0 } = await clients.documents.send(
    new ScanCommand({
      TableName: outputs.get(`${table}TableName`),
      FilterExpression: 'orderId = :orderId',
      ExpressionAttributeValues: { ':orderId': orderId },
      Select: 'COUNT',
    }),
  );
  return Count;
}

async function countLedgerLines({ clients, outputs }: Platform, orderId: string): Promise<number> {
  const { Count = 0 } = await clients.documents.send(
    new QueryCommand({
      TableName: outputs.get('LedgerLinesTableName'),
      KeyConditionExpression: 'pk = :orderId',
      ExpressionAttributeValues: { ':orderId': orderId },
      Select: 'COUNT',
    }),
  );
  return Count;
}
