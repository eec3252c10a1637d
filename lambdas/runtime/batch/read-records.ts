import { SqsEventInvalidError } from '../errors.ts';
import type { SqsEvent, SqsRecord } from '../sqs-event.ts';

/**
 * Checks an invocation's event before anything is run. Missing attribute maps are read as empty.
 *
 * @throws SqsEventInvalidError when it is no SQS event or a record cannot be named in the response. Lambda keeps the
 * whole batch then, so nothing is lost.
 */
export function readRecords(event: SqsEvent): readonly SqsRecord[] {
  const records: unknown = (event as Partial<SqsEvent> | null | undefined)?.Records;
  if (!Array.isArray(records)) {
    throw new SqsEventInvalidError('event must be an SQS event with Records; check the event source mapping');
  }
  return records.map(readRecord);
}

function readRecord(value: Partial<SqsRecord> | null, index: number): SqsRecord {
  for (const name of ['messageId', 'receiptHandle', 'body', 'eventSourceARN'] as const) {
    if (typeof value?.[name] !== 'string') {
      throw new SqsEventInvalidError(`Records[${index}].${name} must be a string; check the event source mapping`);
    }
  }
  const record = value as SqsRecord;
  return { ...record, attributes: record.attributes ?? {}, messageAttributes: record.messageAttributes ?? {} };
}
