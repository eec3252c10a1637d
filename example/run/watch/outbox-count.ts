import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Platform } from '../platform.ts';

/** Counts the entries in the outbox, consistently. It is small: what is published is deleted. */
export async function readOutboxCount({ clients, outputs }: Platform): Promise<number> {
  let count = 0;
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await clients.documents.send(
      new ScanCommand({
        TableName: outputs.get('OutboxTableName'),
        Select: 'COUNT',
        ConsistentRead: true,
        ExclusiveStartKey,
      }),
    );
    count += page.Count ?? 0;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return count;
}
