/** Largest event in bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_EVENT_BYTES = 6_291_456;
const FRAME_BYTES = Buffer.byteLength(eventPayload([]));

/** JSON of a Lambda event with these records, each JSON already. */
export function eventPayload(records: readonly string[]): string {
  return `{"Records":[${records.join(',')}]}`;
}

/** How many of the first `records` fit into one event; at least one, since a record alone always does. */
export function fittingRecords(records: readonly string[]): number {
  let bytes = FRAME_BYTES;
  const tooMany = records.findIndex((record, index) => {
    bytes += Buffer.byteLength(record) + 1;
    return index > 0 && bytes > MAX_EVENT_BYTES;
  });
  return tooMany === -1 ? records.length : tooMany;
}
