import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';

/** Counts the ledger lines of an order, consistently. */
export type CountLines = (orderId: string, signal: AbortSignal) => Promise<number>;

/** Counts in the ledger's table. An order has a handful of lines, so one page holds them. */
export const lineCounter =
  (documents: DynamoDBDocumentClient, TableName: string): CountLines =>
  async (orderId, abortSignal) => {
    const { Count = 0 } = await documents.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :orderId',
        ExpressionAttributeValues: { ':orderId': orderId },
        ConsistentRead: true,
        Select: 'COUNT',
      }),
      { abortSignal },
    );
    return Count;
  };
