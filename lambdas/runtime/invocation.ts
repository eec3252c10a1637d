/** What the runtime needs to know of the Lambda invocation it runs in. */
export interface Invocation {
  /** Milliseconds until Lambda ends the invocation. */
  remainingTimeMs(): number;
}
