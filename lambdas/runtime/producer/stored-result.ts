import { ResultTooLargeError } from '../errors.ts';

const MAX_RESULT_BYTES = 100 * 1024;

/**
 * A producer's outcome as its marker keeps it.
 *
 * @throws ResultTooLargeError above 100 KiB of JSON.
 */
export function storeResult(result: unknown): string | undefined {
  const stored = JSON.stringify(result) as string | undefined;
  const bytes = Buffer.byteLength(stored ?? '');
  if (bytes > MAX_RESULT_BYTES) {
    throw new ResultTooLargeError(
      `a producer's outcome must be at most ${MAX_RESULT_BYTES} bytes of JSON, got ${bytes}; return a reference instead`,
    );
  }
  return stored;
}

/** Reads what {@link storeResult} wrote: the first answer and every repeat go through it, so they are alike. */
export const readResult = <Result>(stored: string | undefined): Result =>
  (stored === undefined ? undefined : JSON.parse(stored)) as Result;
