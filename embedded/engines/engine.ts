/** A request to an AWS service of the embedded cloud, read whole. */
export interface EngineRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The caller has gone. */
  readonly signal?: AbortSignal;
}

/** A service's answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Something that speaks the wire protocol of one or more AWS services. */
export interface Engine {
  /** Never rejects for an error of the service: that is an answer. */
  handle(request: EngineRequest): Promise<Answer>;
  /** Ends the engine; what it stored is gone. Idempotent. */
  stop(): Promise<void>;
}
