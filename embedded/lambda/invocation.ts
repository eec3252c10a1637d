/** How an invocation is to be run. */
export interface InvokeOptions {
  /**
   * `RequestResponse` waits for the outcome. `Event` answers at once and retries a failure twice in the background.
   *
   * @default 'RequestResponse'
   */
  readonly type?: 'RequestResponse' | 'Event';
  /**
   * Who invokes; it is noted when the invocation is throttled.
   *
   * @default 'client'
   */
  readonly source?: InvocationSource;
}

/** A caller of the API, or an event source mapping. */
export type InvocationSource = 'client' | 'mapping';

/** The function answered; `payload` is JSON, and empty for an invocation of type `Event`. */
export interface InvokeSuccess {
  readonly outcome: 'success';
  readonly payload: string;
}

/** The function failed, timed out or exited. `payload` is Lambda's JSON with `errorType` and `errorMessage`. */
export interface InvokeFailure {
  readonly outcome: 'error';
  readonly payload: string;
  readonly errorType: string;
}

/** The function was not run, because a concurrency limit was reached. */
export interface InvokeThrottle {
  readonly outcome: 'throttled';
}

/** Outcome of one invocation. */
export type InvokeResult = InvokeSuccess | InvokeFailure | InvokeThrottle;

/** The part of Lambda that event source mappings and schedules need. */
export interface FunctionInvoker {
  /**
   * Runs a function once.
   *
   * @param nameOrArn name, partial ARN or ARN, with or without a qualifier.
   * @param payload JSON of the event; an empty string stands for `{}`.
   * @throws {ServiceError} `ResourceNotFoundException`, `InvalidRequestContentException` or `RequestEntityTooLargeException`.
   */
  invoke(nameOrArn: string, payload: string, options?: InvokeOptions): Promise<InvokeResult>;
}
