import { countFaults, type FaultCount } from './chaos/count-faults.ts';
import { collectOutcome } from './collect-outcome.ts';
import { type Flow, letFlow } from './flow.ts';
import type { ClientOrder } from './orders.ts';
import type { LivePicture } from './picture/live-picture.ts';
import type { RunView } from './picture/run-view.ts';
import type { Platform } from './platform.ts';
import { Progress } from './progress.ts';
import { seedStock } from './seed-stock.ts';
import { planStock } from './stock-plan.ts';
import type { Outcome } from './verdict/outcome.ts';
import { PlatformWatch } from './watch/platform-watch.ts';
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
    flow = await letFlow(platform, { orders, ...(chaosSeed !== undefined && { chaosSeed }), watch, progress, signal });
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
    faults:
      services === undefined ? [] : countFaults({ outcome, tally, services, capabilities: platform.capabilities }),
    ordersPerSecond: progress.read(tally, performance.now()).settledPerSecond,
  };
}
