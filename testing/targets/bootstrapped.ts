import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { settledStack } from './settled-stack.ts';

/** Stack that `cdk bootstrap` makes, once for an account and Region. */
const TOOLKIT_STACK = 'CDKToolkit';
/** Longer than `cdk bootstrap` takes anywhere. */
const DEADLINE_MS = 300_000;

/**
 * Whether `cdk bootstrap` has been there and was successful. Waits for one that is under way; one that was interrupted
 * before it began is none, and a new one goes on from it.
 *
 * @throws what CloudFormation refuses, or the signal's reason when it aborts.
 */
export async function bootstrapped(client: CloudFormationClient, signal: AbortSignal): Promise<boolean> {
  const options = { deadlineMs: DEADLINE_MS, signal, what: 'the end of cdk bootstrap' };
  const { StackStatus: status = '' } = (await settledStack(client, TOOLKIT_STACK, options)) ?? {};
  return /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(status);
}
