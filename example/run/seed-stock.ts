import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Platform } from './platform.ts';
import type { StockPlan } from './stock-plan.ts';

const BATCH_WRITE_ACTIONS = 25;

/** Puts the stock there before the first order. Idempotent as long as nothing was ordered. */
export async function seedStock({ clients, outputs }: Platform, stock: StockPlan): Promise<void> {
  const table = outputs.get('StockTableName');
  const rows = [...stock].map(([sku, available]) => ({ PutRequest: { Item: { sku, available } } }));
  for (let start = 0; start < rows.length; start += BATCH_WRITE_ACTIONS) {
    let RequestItems: Record<string, typeof rows> = { [table]: rows.slice(start, start + BATCH_WRITE_ACTIONS) };
    while (Object.keys(RequestItems).length > 0) {
      const { UnprocessedItems } = await clients.documents.send(new BatchWriteCommand({ RequestItems }));
      RequestItems = (UnprocessedItems ?? {}) as typeof RequestItems;
    }
  }
}
