/** How to reach a cloud: where its services are, and as whom. */
export interface Connection {
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

/** What local endpoints are called with: they ask for a Region and credentials, and check none. */
export const localSettings = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;

/** Settings that every SDK client of a connection shares. */
export function clientSettings({ endpoint, region, credentials }: Connection) {
  return {
    ...(endpoint !== undefined && { endpoint, ...localSettings }),
    ...(region !== undefined && { region }),
    ...(credentials !== undefined && { credentials }),
    maxAttempts: 5,
  };
}
