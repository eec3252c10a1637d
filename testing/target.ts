/** Where a stack runs: an embedded cloud, LocalStack, or an account. */
export interface Target {
  /**
   * One base URL for every service, for example `http://127.0.0.1:4566`.
   *
   * @default - AWS's own endpoints of the Region
   */
  readonly endpoint?: string;
  /** @default 'us-east-1' with an endpoint, else what the SDK finds in the environment */
  readonly region?: string;
  /** @default - any credentials with an endpoint, else what the SDK finds in the environment */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Settings that every SDK client of a target shares. Local endpoints ask for credentials and check none. */
export function clientSettings(target: Target): Target & { readonly maxAttempts: number } {
  const maxAttempts = 5;
  if (target.endpoint === undefined) {
    return { ...target, maxAttempts };
  }
  return {
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    ...target,
    maxAttempts,
  };
}
