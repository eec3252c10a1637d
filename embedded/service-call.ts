/**
 * Calls one action of an AWS service of the embedded cloud, in process.
 *
 * `action` is AWS's own name (`ReceiveMessage`), `input` and the answer are the service's JSON shapes. Not retried:
 * the caller decides. After `signal` aborts, the answer is dropped and the call rejects with the signal's reason; the
 * service may still have done the work.
 *
 * @throws {ServiceError} when the service answered with an error.
 */
export type ServiceCall = <Output>(action: string, input: object, signal?: AbortSignal) => Promise<Output>;

/** An error answer of an AWS service, with AWS's error code without prefixes and the HTTP status. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status: number) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.status = status;
  }
}
