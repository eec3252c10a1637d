/** `ConsumedCapacity` as DynamoDB answers it for `TOTAL`; the split is given by transactions only. */
interface ConsumedCapacity {
  readonly CapacityUnits?: number;
  readonly ReadCapacityUnits?: number;
  readonly WriteCapacityUnits?: number;
}

const READS = /\.(Get|Query|Scan|BatchGet|TransactGet)/;

/** Capacity units of an answer: one per table for batches and transactions. */
export function capacityOf(operation: string, output: object): { readUnits: number; writeUnits: number } {
  const { ConsumedCapacity: consumed } = output as {
    readonly ConsumedCapacity?: ConsumedCapacity | readonly ConsumedCapacity[];
  };
  const tables = consumed === undefined ? [] : [consumed].flat();
  const isRead = READS.test(operation);
  let readUnits = 0;
  let writeUnits = 0;
  for (const { CapacityUnits = 0, ReadCapacityUnits, WriteCapacityUnits } of tables as readonly ConsumedCapacity[]) {
    if (ReadCapacityUnits !== undefined || WriteCapacityUnits !== undefined) {
      // A repeated ClientRequestToken is answered from what was written: a transaction that costs reads.
      readUnits += ReadCapacityUnits ?? 0;
      writeUnits += WriteCapacityUnits ?? 0;
    } else if (isRead) {
      readUnits += CapacityUnits;
    } else {
      writeUnits += CapacityUnits;
    }
  }
  return { readUnits, writeUnits };
}
