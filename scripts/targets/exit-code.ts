import { TargetError, type TargetErrorCode } from 'fanout/testing';
import { INTERRUPTED } from './interruption.ts';

/** The suite ran and something failed, or the stack could not be deployed. */
export const FAILED = 1;
/** The suite could not be started as it was asked for. */
export const REFUSED = 2;

/** The run was not to be, and nothing was created. Its message is for the user. */
export class RefusedError extends Error {}

/** Failures of the stack itself; every other one is a matter of the machine, the account or the command line. */
const OF_THE_STACK: readonly TargetErrorCode[] = ['DEPLOYMENT_FAILED', 'BOOTSTRAP_FAILED', 'REMOVAL_FAILED'];

/** Tells the user what went wrong, in one line where it is meant for them, and answers the exit code. */
export function reportFailure(error: unknown, signal: AbortSignal): number {
  if (signal.aborted) {
    return INTERRUPTED;
  }
  if (error instanceof TargetError) {
    process.stderr.write(`${error.message}\n`);
    return OF_THE_STACK.includes(error.code) ? FAILED : REFUSED;
  }
  if (error instanceof RefusedError) {
    process.stderr.write(`${error.message}\n`);
    return REFUSED;
  }
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return FAILED;
}
