import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { eventually } from '../eventually.ts';
import { findStack } from './stack-records.ts';

/** Stack that `cdk bootstrap` makes, once for an account and Region. */
const TOOLKIT_STACK = 'CDKToolkit';
/** Longer than `cdk bootstrap` takes anywhere. */
const DEADLINE_MS = 300_000;
const INTERVAL_MS = 500;

/**
 * Whether `cdk bootstrap` has been there and was successful. Waits for one that is under way.
 *
 * @throws what CloudFormation refuses, or the signal's reason when it aborts.
 */
export async function bootstrapped(client: CloudFormationClient, signal: AbortSignal): Promise<boolean> {
  const settled = {
    deadlineMs: DEADLINE_MS,
    intervalMs: INTERVAL_MS,
    // What failed in spite of the SDK's repeats goes on failing: a right that is missing, for example.
    isFinal: () => true,
    signal,
    what: 'the end of cdk bootstrap',
  };
  const { status } = await eventually(async () => {
    const { StackStatus: status = 'ABSENT' } = (await findStack(client, TOOLKIT_STACK)) ?? {};
    // In review is before it starts: an interrupted bootstrap stays there, and a new one goes on from it.
    return (!status.endsWith('_IN_PROGRESS') || status === 'REVIEW_IN_PROGRESS') && { status };
  }, settled);
  return /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$/.test(status);
}
