import { setTimeout as sleep } from 'node:timers/promises';
import type { InvokeResult } from 'fanout/testing';
import type { Answer } from './submission.ts';

/** Sends one request to place-order; throws when the invocation itself is refused. */
export type PlaceOrder = (request: unknown) => Promise<InvokeResult>;

/** What a client waits between its repeats, and when it gives up. */
export interface RepeatPolicy {
  readonly attempts: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

const patient: RepeatPolicy = { attempts: 12, firstDelayMs: 50, longestDelayMs: 2_000 };

/**
 * Places an order as a careful client does: throttles, errors and time-outs are repeated with the same request and so
 * the same client key, until there is an answer or the attempts are used up. Never throws.
 *
 * @param signal ends the repeating.
 */
export async function placeOrderPatiently(
  placeOrder: PlaceOrder,
  request: unknown,
  signal: AbortSignal,
  policy: RepeatPolicy = patient,
): Promise<Answer> {
  let problem = '';
  for (let attempt = 1; attempt <= policy.attempts && !signal.aborted; attempt++) {
    if (attempt > 1) {
      const delayMs = Math.min(policy.longestDelayMs, policy.firstDelayMs * 2 ** (attempt - 2));
      await sleep(delayMs, undefined, { signal }).catch(() => {});
    }
    const result = await placeOrder(request).catch((error: Error) => ({
      ok: false as const,
      errorType: error.name,
      errorMessage: error.message,
    }));
    if (result.ok) {
      return readAnswer(result.payload);
    }
    problem = `${result.errorType}: ${result.errorMessage}`;
  }
  return { kind: 'unanswered', problem };
}

function readAnswer(payload: unknown): Answer {
  const answer = payload as {
    status?: unknown;
    repeated?: boolean;
    result?: { orderId?: unknown };
    code?: string;
    message?: string;
  } | null;
  if (answer?.status === 'accepted' && typeof answer.result?.orderId === 'string') {
    return { kind: 'accepted', orderId: answer.result.orderId, repeated: answer.repeated === true };
  }
  if (answer?.status === 'refused') {
    return { kind: 'refused', code: answer.code ?? '', message: answer.message ?? '' };
  }
  return { kind: 'unanswered', problem: `an answer that is none: ${JSON.stringify(payload)}` };
}
