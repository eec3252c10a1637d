import type { ErrorReport } from './protocol.ts';

/** Describes anything thrown as Lambda's Node.js runtime does. Never throws. */
export function errorReport(error: unknown): ErrorReport {
  try {
    if (error instanceof Error) {
      return {
        errorType: error.name,
        errorMessage: error.message,
        trace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
      };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return { errorType: 'Error', errorMessage: 'The error could not be described.', trace: [] };
  }
}

/** Gives `error` one of Lambda's own error types. */
export function runtimeError(errorType: string, errorMessage: string): Error {
  const error = new Error(errorMessage);
  error.name = errorType;
  return error;
}
