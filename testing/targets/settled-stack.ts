import type { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation';
import { eventually } from '../eventually.ts';
import { findStack } from './stack-records.ts';

/** How long to wait for a stack. */
export interface SettledStackOptions {
  readonly deadlineMs: number;
  /** What is awaited, as {@link eventually} calls it. */
  readonly what: string;
  /**
   * Milliseconds that a stack which has not begun is given to begin.
   *
   * @default 0
   */
  readonly beginsWithinMs?: number;
  readonly signal?: AbortSignal;
}

const INTERVAL_MS = 500;

/**
 * Waits until CloudFormation is done with a stack, and answers it; `undefined` when there is none.
 *
 * A stack in review has not begun: it stays so until somebody executes its change set.
 *
 * @throws what CloudFormation refuses, Error when the deadline passes, or the signal's reason when it aborts.
 */
export async function settledStack(
  client: CloudFormationClient,
  name: string,
  { deadlineMs, what, beginsWithinMs = 0, signal }: SettledStackOptions,
): Promise<Stack | undefined> {
  const since = performance.now();
  const { stack } = await eventually(
    async () => {
      const found = await findStack(client, name);
      const status = found?.StackStatus ?? 'REVIEW_IN_PROGRESS';
      const isDone =
        status === 'REVIEW_IN_PROGRESS' ? performance.now() - since >= beginsWithinMs : !isInProgress(found);
      return isDone && { stack: found };
    },
    {
      // What failed in spite of the SDK's repeats goes on failing: a right that is missing, for example.
      isFinal: () => true,
      deadlineMs,
      intervalMs: INTERVAL_MS,
      signal,
      what,
    },
  );
  return stack;
}

/** Whether CloudFormation is at work on it, or somebody reviews its first change set. */
export const isInProgress = (stack: Stack | undefined): boolean =>
  stack?.StackStatus?.endsWith('_IN_PROGRESS') === true;
