/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html */
const WRITE_UNIT_BYTES = 1024;
const READ_UNIT_BYTES = 4096;

/** Whether an answer says what the request has cost. */
export interface CapacityInput {
  /** @default 'NONE' */
  readonly returnConsumedCapacity?: 'TOTAL' | 'NONE';
}

/** What a request has cost in one table. */
export interface ConsumedCapacity {
  readonly tableName: string;
  readonly capacityUnits: number;
  /** Set for transactions. */
  readonly readCapacityUnits?: number;
  /** Set for transactions. */
  readonly writeCapacityUnits?: number;
}

/** Write units of an item that is written: its larger state counts, and nothing costs one unit. */
export const writeUnits = (bytesBefore: number, bytesAfter: number): number =>
  Math.max(1, Math.ceil(Math.max(bytesBefore, bytesAfter) / WRITE_UNIT_BYTES));

/** Read units of what is read together; half of it when the read need not be consistent. */
export const readUnits = (bytes: number, isConsistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES)) * (isConsistent ? 1 : 0.5);
