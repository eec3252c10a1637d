import { ServiceError } from '../../embedded/engine/service-error.ts';
import { TransactionConflictError } from '../../lambdas/runtime/errors.ts';
import { fullJitterMs } from '../../lambdas/runtime/full-jitter.ts';
import type { SimulatedProcess } from './simulated-process.ts';

const MAX_TRIES = 8;
const DELAYS = { firstMs: 25, lastMs: 400 };

/** Repeats a write that meets a transaction which holds its items, as often and as long as the adapters on DynamoDB do. */
export async function retryConflicts<Answer>(write: () => Promise<Answer>, process: SimulatedProcess): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      if (tries === MAX_TRIES || !isConflict(error)) {
        throw error;
      }
      process.note('meets a transaction', `in try ${tries}`);
      await process.clock.sleep(fullJitterMs(tries, DELAYS, process.random));
    }
  }
}

const isConflict = (error: unknown): boolean =>
  error instanceof TransactionConflictError ||
  (error instanceof ServiceError && error.code === 'TransactionConflictException');
