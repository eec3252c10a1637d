import { invokeFunction } from 'fanout/testing';
import { Chaos, type ServiceFaults } from './chaos/chaos.ts';
import { countFaults, type FaultCount } from './chaos/count-faults.ts';
import { collectOutcome } from './collect-outcome.ts';
import { driveOrders } from './drive-orders.ts';
import type { ClientOrder } from './orders.ts';
import type { LivePicture } from './picture/live-picture.ts';
import type { RunView } from './picture/run-view.ts';
import type { Platform } from './platform.ts';
import { Progress } from './progress.ts';
import { seedStock } from './seed-stock.ts';
import { planStock } from './stock-plan.ts';
import type { Submission } from './submission.ts';
import type { Outcome } from './verdict/outcome.ts';
import { firstOrderThrough } from './watch/first-order.ts';
import { PlatformWatch } from './watch/platform-watch.ts';
import { waitUntilSettled } from './watch/settled.ts';
import type { Tally } from './watch/tally.ts';

/** How to drive a platform. */
export interface PlatformDriveOptions {
  readonly orders: readonly ClientOrder[];
  /** @default - no chaos */
  readonly chaosSeed?: number;
  /** Starts to show the run. */
  readonly show: (view: () => RunView) => LivePicture;
  readonly signal: AbortSignal;
}

/** What came of it. */
export interface DriveResult {
  readonly outcome: Outcome;
  readonly tally: Tally;
  /** Empty without chaos. */
  readonly faults: readonly FaultCount[];
  /** Whether everything had come to rest when the outcome was collected. */
  readonly isSettled: boolean;
  /** `performance.now()` when every consumer was done with the first order. */
  readonly firstOrderAt: number | undefined;
  /** From the first order sent to the last one settled. */
  readonly ordersPerSecond: number;
}

/** What flowed, before anybody looked at what it left behind. */
interface Flow {
  readonly submissions: readonly Submission[];
  readonly isSettled: boolean;
  readonly firstOrderAt: number | undefined;
  readonly services?: ServiceFaults;
}

const CLIENTS = 10;
/** Chaos waits for time-outs, visibility timeouts and backoff. */
const settleDeadlineMs = (orders: number): number => 180_000 + orders * 100;

/**
 * Sends orders to a platform, breaks what chaos breaks, waits until nothing moves and collects what is there.
 *
 * @throws the signal's reason when it aborts; by then chaos has ended and the picture has stopped.
 */
export async function drivePlatform(platform: Platform, options: PlatformDriveOptions): Promise<DriveResult> {
  const { orders, chaosSeed, signal } = options;
  const stockBefore = planStock(orders.map(({ request }) => request));
  await seedStock(platform, stockBefore);
  const watch = new PlatformWatch(platform, Date.now());
  const progress = new Progress(orders.length);
  const startedAt = performance.now();
  progress.begin(startedAt);
  watch.start();
  const picture = options.show(() => ({
    elapsedMs: performance.now() - startedAt,
    ...(chaosSeed !== undefined && { chaosSeed }),
    orders: progress.read(watch.tally, performance.now()),
    tally: watch.tally,
    backlog: watch.backlog,
    active: watch.active,
    notes: watch.notes,
  }));
  let flow: Flow;
  try {
    flow = await letFlow(platform, options, watch, progress);
    await watch.stop();
    signal.throwIfAborted();
    await watch.look();
  } finally {
    await watch.stop();
    picture.stop();
  }
  const { submissions, services, ...rest } = flow;
  const outcome = await collectOutcome(platform, { submissions, stockBefore });
  const { tally } = watch;
  return {
    ...rest,
    outcome,
    tally,
    faults: services === undefined ? [] : countFaults({ outcome, tally, services }),
    ordersPerSecond: progress.read(tally, performance.now()).settledPerSecond,
  };
}

async function letFlow(
  platform: Platform,
  { orders, chaosSeed, signal }: PlatformDriveOptions,
  watch: PlatformWatch,
  progress: Progress,
): Promise<Flow> {
  const { tally } = watch;
  const chaos =
    chaosSeed === undefined
      ? undefined
      : await Chaos.begin(platform, { seed: chaosSeed, tally, note: (text) => watch.note(text), signal });
  let firstOrder: Promise<number | undefined> | undefined;
  try {
    const functionName = platform.outputs.get('PlaceOrderFunctionName');
    const submissions = await driveOrders(orders, {
      placeOrder: (request) => invokeFunction(platform.clients, functionName, request),
      clients: CLIENTS,
      onSubmission: (submission) => {
        progress.add(submission);
        if (submission.answer.kind === 'accepted') {
          firstOrder ??= firstOrderThrough(platform, submission.answer.orderId, signal);
        }
      },
      signal,
    });
    await chaos?.episodesOver();
    const isSettled = await waitUntilSettled({
      nextBacklog: () => watch.nextBacklog(),
      deadlineMs: settleDeadlineMs(orders.length),
      isIdle: async () => chaos?.isIdle() ?? true,
      signal,
    });
    const services = await chaos?.end();
    return { submissions, isSettled, firstOrderAt: await firstOrder, ...(services && { services }) };
  } catch (error) {
    await chaos?.end();
    throw error;
  }
}
