/** How an invocation ended, as its event source mapping sees it. */
export type InvocationOutcome =
  /** The function answered. */
  | { readonly outcome: 'success' /** JSON; empty for nothing. */; readonly payload: string }
  /** It threw, timed out, or its process ended. */
  | { readonly outcome: 'error' }
  /** It was not run: a concurrency limit was reached. */
  | { readonly outcome: 'throttled' };
