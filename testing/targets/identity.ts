import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Connection, clientSettings } from '../connection.ts';
import { TargetError } from './target-error.ts';

/** Where and as whom a connection's calls are made. */
export interface Identity {
  readonly account: string;
  readonly region: string;
  /** ARN of the caller. */
  readonly arn: string;
}

/**
 * Asks who the caller of a connection is.
 *
 * @throws {TargetError} ENDPOINT_UNREACHABLE or CREDENTIALS_INVALID.
 */
export async function callerIdentity(connection: Connection): Promise<Identity> {
  const client = new STSClient(clientSettings(connection));
  try {
    const { Account = '', Arn = '' } = await client.send(new GetCallerIdentityCommand({}));
    return { account: Account, region: await client.config.region(), arn: Arn };
  } catch (error) {
    const detail = error instanceof Error ? error.message || error.name : String(error);
    throw connection.endpoint === undefined
      ? new TargetError(
          'CREDENTIALS_INVALID',
          `AWS does not accept your credentials and Region (${detail}); set AWS_PROFILE and AWS_REGION, or sign in again`,
          { cause: error },
        )
      : new TargetError(
          'ENDPOINT_UNREACHABLE',
          `nothing answers at ${connection.endpoint} (${detail}); is it running?`,
          {
            cause: error,
          },
        );
  } finally {
    client.destroy();
  }
}
