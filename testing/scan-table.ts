import { paginateScan } from '@aws-sdk/lib-dynamodb';
import type { CloudClients } from './cloud-clients.ts';

/** Reads a whole table consistently. For tests and checks: it costs read units for every item. */
export async function scanTable<Item = Record<string, unknown>>(
  clients: CloudClients,
  tableName: string,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of paginateScan(
    { client: clients.documents },
    { TableName: tableName, ConsistentRead: true },
  )) {
    items.push(...((page.Items ?? []) as Item[]));
  }
  return items;
}
