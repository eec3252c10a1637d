import { runtimeError } from './error-report.ts';
import type { Handler } from './load-handler.ts';

const CALLBACK_PARAMETERS = 3;

/** Refuses a handler that takes a callback on a runtime that has none any more, with Lambda's own error. */
export function refuseCallbackStyle(handler: Handler): void {
  if (handler.length >= CALLBACK_PARAMETERS) {
    throw runtimeError(
      'Runtime.CallbackHandlerDeprecated',
      'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. ' +
        'Make the handler async, with at most two parameters.',
    );
  }
}

/**
 * Runs the handler and resolves with the JSON of its result.
 *
 * A handler that takes a callback and returns no promise is finished by its first call back; Lambda's wait for an empty
 * event loop is left out.
 */
export async function callHandler(handler: Handler, event: unknown, context: object): Promise<string> {
  const result = await new Promise<unknown>((resolve, reject) => {
    const returned = handler(event, context, (error, value) => {
      if (error === null || error === undefined) resolve(value);
      else reject(error);
    });
    if (isThenable(returned) || handler.length < CALLBACK_PARAMETERS) resolve(returned);
  });
  return stringify(result);
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function';
}

function stringify(result: unknown): string {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch {
    throw runtimeError('Runtime.JSONStringifyError', 'Unable to stringify response body');
  }
}
