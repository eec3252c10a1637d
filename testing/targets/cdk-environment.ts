import { type Connection, localSettings } from '../connection.ts';

/** Variables by which the CDK's command line, and any SDK, uses a connection instead of what the user has set. */
export function cdkEnvironment(
  { endpoint, region, credentials }: Connection,
  environment: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  if (endpoint === undefined) {
    return environment;
  }
  const { accessKeyId, secretAccessKey } = credentials ?? localSettings.credentials;
  const others = Object.entries(environment).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(others),
    AWS_ENDPOINT_URL: endpoint,
    // With an endpoint of its own S3 is addressed by path: bucket names do not resolve as hosts.
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: region ?? localSettings.region,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
