import type { InvocationOutcome } from '../../embedded/engine/lambda/invocation-outcome.ts';
import type { InvocationResult } from './simulated-function.ts';

/** How an invocation ended, in the words of the engine's event source mappings. */
export const outcomeOf = (result: InvocationResult<unknown>): InvocationOutcome =>
  result.outcome === 'returned'
    ? { outcome: 'success', payload: JSON.stringify(result.response) }
    : { outcome: 'error' };
