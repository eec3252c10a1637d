import { checkSimulation } from './check-simulation.ts';
import { systemOf } from './consumer-system.ts';
import { failureReport } from './failure-report.ts';
import { HandlerWatch } from './handler-watch.ts';
import { requireRepeatable } from './require-repeatable.ts';
import { runSeed, type SeedResult } from './run-seed.ts';
import { shrink } from './shrink.ts';
import { SimulationFailedError } from './simulation-errors.ts';
import type { ConsumerSimulation } from './simulation-setup.ts';
import { type SimulationSummary, SummaryOfHistories } from './simulation-summary.ts';
import type { System } from './system.ts';

/** Of so many histories one is run again, and every one that fails. */
const REPEATED_EVERY = 10;

/**
 * Runs a consumer through histories of a whole system on a virtual clock: its events come by producer, outbox, relay,
 * topic and queue, while processes crash, calls fail or fail to answer, and messages come late, twice and in any order.
 *
 * @returns what was simulated and checked; print its `text`.
 * @throws SimulationFailedError with the shortest history found that goes wrong; SimulationUnrepeatableError when a handler
 * waits for something outside of the simulation, or a history that is run again is not the same; TypeError when the
 * simulation is given what it cannot run: no events, a payload that breaks its schema, an event without a handler.
 */
export async function simulateConsumer({
  setUp,
  histories = 200,
  from = 1,
  fifo = false,
  wholeHistory = false,
}: ConsumerSimulation): Promise<SimulationSummary> {
  const first = setUp();
  await checkSimulation(first, histories, from);
  const watch = new HandlerWatch();
  const system = systemOf(
    () => watch.within('setUp', setUp),
    fifo,
    (consumer, scheduler) => watch.watched(consumer, scheduler),
  );
  const summary = new SummaryOfHistories();
  watch.start();
  try {
    for (let seed = from; seed < from + histories; seed += 1) {
      const repeats = (seed - from) % REPEATED_EVERY === 0;
      const result = await runSeed(system, seed);
      if (repeats || result.problems.length > 0) {
        await requireRepeatable(system, result, watch);
      }
      if (result.problems.length > 0) {
        throw await failureOf(system, result, wholeHistory);
      }
      summary.add(result, repeats);
    }
  } finally {
    watch.stop();
  }
  return summary.summary(first.check !== undefined);
}

async function failureOf(system: System, failed: SeedResult, whole: boolean): Promise<SimulationFailedError> {
  const shortest = await shrink(system, failed, { keepsRequests: true });
  const report = failureReport(shortest, 'simulateConsumer({ wholeHistory: true, ... })', whole);
  return new SimulationFailedError(shortest.seed, shortest.problems, report, { cause: shortest.cause });
}
