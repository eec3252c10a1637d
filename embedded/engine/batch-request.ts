import { ServiceError } from './service-error.ts';

/** One entry of a batch call; `id` tells its result from the others'. */
export interface BatchEntry {
  readonly id: string;
}

/** An entry that failed while its neighbours may have succeeded. */
export interface FailedEntry {
  readonly id: string;
  /** AWS's error code. */
  readonly code: string;
  readonly message: string;
  /** Whether the request is at fault; false means that trying again may help. */
  readonly senderFault: boolean;
}

/** What a batch call answers: for each entry a success or a failure. */
export interface BatchResult<T extends BatchEntry> {
  readonly successful: readonly T[];
  readonly failed: readonly FailedEntry[];
}

const MAX_ENTRIES = 10;
const ENTRY_ID = /^[\w-]{1,80}$/;

/**
 * Refuses a batch that is wrong as a whole.
 *
 * @throws ServiceError with the codes of https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html,
 * which are SNS's too.
 */
export function checkBatch(entries: readonly BatchEntry[]): void {
  if (entries.length === 0) {
    throw new ServiceError('EmptyBatchRequest', 'a batch must have 1 to 10 entries, got none');
  }
  if (entries.length > MAX_ENTRIES) {
    throw new ServiceError('TooManyEntriesInBatchRequest', `a batch must have 1 to 10 entries, got ${entries.length}`);
  }
  const ids = new Set<string>();
  for (const { id } of entries) {
    if (!ENTRY_ID.test(id)) {
      throw new ServiceError(
        'InvalidBatchEntryId',
        `an entry's id must be 1 to 80 letters, digits, hyphens and underscores, got '${id}'`,
      );
    }
    if (ids.has(id)) {
      throw new ServiceError('BatchEntryIdsNotDistinct', `ids must be distinct in a batch, got '${id}' twice`);
    }
    ids.add(id);
  }
}

/** Runs `call` for each entry and turns what it throws into that entry's failure. Errors that are not AWS's are thrown on. */
export function runBatch<E extends BatchEntry, T extends BatchEntry>(
  entries: readonly E[],
  call: (entry: E) => T,
): BatchResult<T> {
  const successful: T[] = [];
  const failed: FailedEntry[] = [];
  for (const entry of entries) {
    try {
      successful.push(call(entry));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      failed.push({ id: entry.id, code: error.code, message: error.message, senderFault: true });
    }
  }
  return { successful, failed };
}
