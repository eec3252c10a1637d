/** What the worker is told when it starts. */
export interface WorkerSettings {
  /** One 32-bit cell. The parent sets it to 1 and notifies when an invocation waits in the port. */
  readonly wake: SharedArrayBuffer;
  readonly taskRoot: string;
  readonly handler: string;
  /** Whether the runtime still takes handlers with a callback; Lambda removed them with Node.js 24. */
  readonly allowsCallbacks: boolean;
}

/** One invocation, sent to the worker. */
export interface InvocationRequest {
  readonly requestId: string;
  readonly functionArn: string;
  readonly payload: string;
  /** Epoch milliseconds at which the function times out. */
  readonly deadline: number;
}

/** Lambda's description of an error. */
export interface ErrorReport {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** What the worker tells its parent. */
export type WorkerMessage =
  | { readonly type: 'ready' }
  /** The handler could not be loaded; the worker ends. */
  | { readonly type: 'init-failed'; readonly report: ErrorReport }
  | { readonly type: 'output'; readonly stream: 'stdout' | 'stderr'; readonly text: string; readonly time: number }
  | { readonly type: 'answer'; readonly payload: string }
  /** The handler threw; the environment lives on. */
  | { readonly type: 'failure'; readonly report: ErrorReport }
  /** The runtime ends because of this error. */
  | { readonly type: 'fatal'; readonly report: ErrorReport }
  /** The code killed its own process. */
  | { readonly type: 'killed'; readonly signal: string };
