import { eventually } from 'fanout/testing';
import type { ClientOrder } from '../orders.ts';
import type { Submission } from '../submission.ts';
import type { StopWatch } from './stop-watch.ts';

/** Longer than a throttled message takes to come back. */
const LONGEST_WAIT_MS = 30_000;

/** How to drive. */
export interface OneByOneOptions {
  readonly drive: (orders: readonly ClientOrder[]) => Promise<readonly Submission[]>;
  readonly watch: StopWatch;
  readonly signal: AbortSignal;
}

/**
 * Sends orders whose cards stop payment's function one after another, each when the one before it has done so: in one
 * batch the first would end the function before the others got to show anything.
 */
export async function driveOneByOne(
  orders: readonly ClientOrder[],
  { drive, watch, signal }: OneByOneOptions,
): Promise<Submission[]> {
  const submissions: Submission[] = [];
  for (const order of orders) {
    const hasStopped = watch(order);
    const sent = await drive([order]);
    submissions.push(...sent);
    await eventually(async () => (await Promise.all(sent.map(hasStopped))).every(Boolean), {
      deadlineMs: LONGEST_WAIT_MS,
      what: `order ${order.line} stopping payment`,
      signal,
    }).catch(() => {});
  }
  return submissions;
}
