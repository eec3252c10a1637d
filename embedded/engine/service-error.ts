/** An error that a service answers with. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  /** AWS's own code, as in its API reference. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
