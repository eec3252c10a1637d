import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Connection, clientSettings } from '../connection.ts';
import type { Caller } from './cdk-environment.ts';
import { TargetError } from './target-error.ts';

/** Where and as whom a connection's calls are made. */
export interface Identity {
  readonly account: string;
  readonly region: string;
  /** ARN of the caller. */
  readonly arn: string;
}

/** LocalStack loads a service at its first call, for many seconds on a busy machine; one that swallows it never answers. */
const ANSWER_MS = 60_000;

/** How to ask. */
export interface IdentityOptions {
  /** @default - the caller that the SDK finds for the connection */
  readonly caller?: Caller;
  /** @default - none */
  readonly signal?: AbortSignal;
  /** @default 60_000 */
  readonly answerMs?: number;
}

/**
 * Asks who the caller of a connection is.
 *
 * @throws {TargetError} ENDPOINT_UNREACHABLE or CREDENTIALS_INVALID; or the signal's reason.
 */
export async function callerIdentity(
  connection: Connection,
  { caller, signal, answerMs = ANSWER_MS }: IdentityOptions = {},
): Promise<Identity> {
  const client = new STSClient({
    ...clientSettings(connection),
    ...(caller && { region: caller.region, credentials: caller.credentials }),
  });
  const timeout = AbortSignal.timeout(answerMs);
  const ends = [...(signal ? [signal] : []), ...(connection.endpoint ? [timeout] : [])];
  try {
    const { Account = '', Arn = '' } = await client.send(new GetCallerIdentityCommand({}), {
      abortSignal: AbortSignal.any(ends),
    });
    return { account: Account, region: await client.config.region(), arn: Arn };
  } catch (error) {
    signal?.throwIfAborted();
    throw identityError(connection, error, timeout.aborted ? answerMs : undefined);
  } finally {
    client.destroy();
  }
}

function identityError({ endpoint }: Connection, cause: unknown, waitedMs: number | undefined): TargetError {
  const detail = cause instanceof Error ? cause.message || cause.name : String(cause);
  if (endpoint === undefined) {
    return new TargetError(
      'CREDENTIALS_INVALID',
      `AWS does not accept your credentials and Region (${detail}); set AWS_PROFILE and AWS_REGION, or sign in again`,
      { cause },
    );
  }
  if (waitedMs !== undefined) {
    return new TargetError(
      'ENDPOINT_UNREACHABLE',
      `${endpoint} does not answer within ${waitedMs / 1_000} s; is it the right host and port?`,
      { cause },
    );
  }
  const { $metadata } = cause as { readonly $metadata?: { readonly httpStatusCode?: number } };
  const answered = $metadata?.httpStatusCode;
  return new TargetError(
    'ENDPOINT_UNREACHABLE',
    answered === undefined
      ? `nothing answers at ${endpoint} (${detail}); is it running?`
      : `what answers at ${endpoint} does not know AWS's calls (status ${answered}); is it LocalStack's port?`,
    { cause },
  );
}

/**
 * Refuses credentials of another account than was asked for.
 *
 * @throws {TargetError} ACCOUNT_MISMATCH.
 */
export function refuseOtherAccount(identity: Identity, { account }: { readonly account?: string }): void {
  if (account !== undefined && account !== identity.account) {
    throw new TargetError(
      'ACCOUNT_MISMATCH',
      `the credentials belong to account ${identity.account}, asked for was ${account}; choose other credentials, for example by AWS_PROFILE`,
    );
  }
}
