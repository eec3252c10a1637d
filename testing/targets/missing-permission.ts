import { TargetError } from './target-error.ts';

/** What services answer who may not do what he asks for. */
const DENIED: ReadonlySet<string> = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation']);

/** The error to throw for one of a call: one that says which right is missing, or the same. */
export function missingPermission(right: string, error: unknown): unknown {
  if (!(error instanceof Error) || !DENIED.has(error.name)) {
    return error;
  }
  return new TargetError(
    'PERMISSION_MISSING',
    `the credentials lack ${right} (${error.message}); give them this right, or choose others, for example by AWS_PROFILE`,
    { cause: error },
  );
}
