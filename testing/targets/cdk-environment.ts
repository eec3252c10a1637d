import { type Connection, localSettings } from '../connection.ts';

/** What an SDK client goes by, as its configuration answers it. */
export interface Caller {
  readonly credentials: () => Promise<{
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  }>;
  readonly region: () => Promise<string>;
}

/** By these the CDK would look for credentials and a Region of its own. */
const CHOICES = /^AWS_(PROFILE|DEFAULT_PROFILE|REGION|DEFAULT_REGION|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/;

/**
 * Variables by which the CDK's command line works at the endpoint of a connection, or on AWS with the very credentials and
 * Region of the caller that was checked.
 *
 * @param environment variables for the CDK; those of AWS in it have no say
 * @param own variables of this process, by which the caller was found
 */
export async function cdkEnvironment(
  { endpoint, region, credentials }: Connection,
  caller: Caller,
  { environment, own }: { readonly environment: NodeJS.ProcessEnv; readonly own: NodeJS.ProcessEnv },
): Promise<NodeJS.ProcessEnv> {
  const others = without(environment, /^AWS_/);
  if (endpoint === undefined) {
    const ofAws = Object.entries(own).filter(([name]) => name.startsWith('AWS_') && !CHOICES.test(name));
    const { accessKeyId, secretAccessKey, sessionToken } = await caller.credentials();
    return {
      ...others,
      ...Object.fromEntries(ofAws),
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
      AWS_REGION: await caller.region(),
    };
  }
  const { accessKeyId, secretAccessKey } = credentials ?? localSettings.credentials;
  return {
    ...others,
    AWS_ENDPOINT_URL: endpoint,
    // With an endpoint of its own S3 is addressed by path: bucket names do not resolve as hosts.
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: region ?? localSettings.region,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

const without = (variables: NodeJS.ProcessEnv, names: RegExp): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !names.test(name)));
