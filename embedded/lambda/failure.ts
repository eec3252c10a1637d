import type { InvokeFailure } from './invocation.ts';
import type { ErrorReport } from './worker/protocol.ts';

/** Largest response of a synchronous invocation in bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_RESPONSE_BYTES = 6_291_556;

/** The failure that Lambda answers for an error that the runtime reported. */
export function failureOf(report: ErrorReport): InvokeFailure {
  return { outcome: 'error', payload: JSON.stringify(report), errorType: report.errorType };
}

/** The function ran into its time-out. */
export function timedOut(requestId: string, seconds: number): InvokeFailure {
  return failureOf({
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
  });
}

/** The runtime's process ended during the invocation, by an exit code or by a signal. */
export function exited(
  requestId: string,
  cause: { readonly code: number } | { readonly signal: string },
): InvokeFailure {
  const reason = 'signal' in cause ? `signal: ${cause.signal}` : `exit status ${cause.code}`;
  const ending = 'code' in cause && cause.code === 0 ? 'without providing a reason' : `with error: ${reason}`;
  return failureOf({
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited ${ending}`,
  });
}

/** The failure for a response that is too large to return; undefined when it is not. */
export function oversizeResponse(payload: string): InvokeFailure | undefined {
  if (Buffer.byteLength(payload) <= MAX_RESPONSE_BYTES) return undefined;
  return failureOf({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
  });
}
