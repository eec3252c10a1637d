import { setTimeout as sleep } from 'node:timers/promises';
import { invokeFunction } from 'fanout/testing';
import { driveOneByOne } from './chaos/card-faults.ts';
import { Chaos, type ServiceFaults } from './chaos/chaos.ts';
import { stopsPayment, stopWatch } from './chaos/stop-watch.ts';
import { driveOrders } from './drive-orders.ts';
import type { ClientOrder } from './orders.ts';
import type { Platform } from './platform.ts';
import type { Progress } from './progress.ts';
import type { Submission } from './submission.ts';
import { firstOrderThrough } from './watch/first-order.ts';
import type { PlatformWatch } from './watch/platform-watch.ts';
import { waitUntilSettled } from './watch/settled.ts';

/** What flows, and who looks on. */
export interface FlowOptions {
  readonly orders: readonly ClientOrder[];
  /** @default - no chaos */
  readonly chaosSeed?: number;
  readonly watch: PlatformWatch;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** What flowed, before anybody looked at what it left behind. */
export interface Flow {
  readonly submissions: readonly Submission[];
  readonly isSettled: boolean;
  readonly firstOrderAt: number | undefined;
  readonly services?: ServiceFaults;
}

/** More clients than this only make longer queues: the consumers are what bounds the flow. */
const CLIENTS = 4;
/** The first order goes ahead alone, so that its time is that of a cold platform and not of the orders behind it. */
const HEAD_START_MS = 3_000;
/** Chaos waits for time-outs, visibility timeouts and backoff. */
const settleDeadlineMs = (orders: number): number => 180_000 + orders * 100;

/** Sends the first order alone, then all others while chaos breaks things, and waits until nothing moves any more. */
export async function letFlow(
  platform: Platform,
  { orders, chaosSeed, watch, progress, signal }: FlowOptions,
): Promise<Flow> {
  const functionName = platform.outputs.get('PlaceOrderFunctionName');
  const drive = (some: readonly ClientOrder[]) =>
    driveOrders(some, {
      placeOrder: (request) => invokeFunction(platform.clients, functionName, request),
      clients: CLIENTS,
      onSubmission: (submission) => progress.add(submission),
      signal,
    });
  const first = await drive(orders.slice(0, 1));
  const settled = new AbortController();
  const firstOrder = timeFirstOrder(platform, first, AbortSignal.any([signal, settled.signal]));
  await Promise.race([firstOrder, sleep(HEAD_START_MS, undefined, { signal }).catch(() => {})]);
  const { tally } = watch;
  const chaos =
    chaosSeed === undefined
      ? undefined
      : await Chaos.begin(platform, { seed: chaosSeed, tally, note: (text) => watch.note(text), signal });
  try {
    const others = orders.slice(1);
    const alone = chaos === undefined ? [] : others.filter(stopsPayment);
    const submissions = await Promise.all([
      drive(others.filter((order) => !alone.includes(order))),
      driveOneByOne(alone, { drive, watch: stopWatch(platform, tally), signal }),
    ]);
    await chaos?.episodesOver();
    const isSettled = await waitUntilSettled({
      nextBacklog: () => watch.nextBacklog(),
      deadlineMs: settleDeadlineMs(orders.length),
      isIdle: async () => chaos?.isIdle() ?? true,
      signal,
    });
    settled.abort();
    const services = await chaos?.end();
    const firstOrderAt = await firstOrder;
    return {
      submissions: inOrderOfInput([...first, ...submissions.flat()]),
      isSettled,
      firstOrderAt,
      ...(services && { services }),
    };
  } catch (error) {
    await chaos?.end();
    throw error;
  }
}

const inOrderOfInput = (submissions: readonly Submission[]): Submission[] =>
  submissions.toSorted((one, other) => one.order.line - other.order.line);

async function timeFirstOrder(
  platform: Platform,
  [submission]: readonly Submission[],
  signal: AbortSignal,
): Promise<number | undefined> {
  return submission?.answer.kind === 'accepted'
    ? firstOrderThrough(platform, submission.answer.orderId, signal)
    : undefined;
}
