import { addMillis, type EpochMillis } from '../../contracts/time.ts';
import { problemsAfterRedrive, problemsOf } from './checks/index.ts';
import { planDisturbances } from './disturbances.ts';
import type { EffectLog } from './effect-log.ts';
import { FaultPlan, type StruckFault } from './fault-plan.ts';
import { History } from './history.ts';
import { redriveByHand, redriveByTask, redriveUndelivered } from './redrive.ts';
import { Scheduler } from './scheduler.ts';
import { SeededChoices } from './seeded-choices.ts';
import { type CrashCoverage, SimulatedProcess } from './simulated-process.ts';
import { SimulationUnrepeatableError } from './simulation-errors.ts';
import type { System } from './system.ts';
import { World } from './world.ts';

export interface SeedOptions {
  /** Ids of the faults that may strike and the requests that are made; the others are left out. */
  readonly only?: ReadonlySet<string>;
  readonly coverage?: CrashCoverage;
}

/** What became of one seed. */
export interface SeedResult {
  readonly system: string;
  readonly seed: number;
  /** What does not hold, each in a sentence; empty when all is well. */
  readonly problems: readonly string[];
  /** What a handler of the user, or the check, threw that the first problem comes from. */
  readonly cause?: unknown;
  readonly struck: readonly StruckFault[];
  /** Names of the clients whose requests were made. */
  readonly requests: readonly string[];
  readonly history: History;
  readonly log: EffectLog;
}

const REQUESTS_WITHIN_MS = 30_000;
/** How long a system may take to settle once nothing strikes any more. */
const SETTLES_WITHIN_MS = 2 * 24 * 3_600_000;
const LOOK_EVERY_MS = 30_000;

const NO_COVERAGE: CrashCoverage = { called: () => undefined, struck: () => undefined };

/**
 * Simulates one history of a system: requests and faults, then quiet until everything has settled, then a redrive of
 * what was dead-lettered with healed handlers, and checks after both.
 */
export async function runSeed(system: System, seed: number, options: SeedOptions = {}): Promise<SeedResult> {
  const scheduler = new Scheduler();
  const plan = new FaultPlan(seed, system, options.only);
  const history = new History(scheduler.now());
  const world = new World(
    system,
    { seed, scheduler, plan, history, coverage: options.coverage ?? NO_COVERAGE },
    options.only,
  );
  const outcome = (problems: readonly string[], cause?: unknown): SeedResult => ({
    system: system.name,
    seed,
    problems,
    cause,
    struck: plan.struck,
    requests: world.clients.map(({ name }) => name),
    history,
    log: world.log,
  });

  try {
    const problems = await problemsOfHistory(world, plan);
    return outcome(problems, thrownOver(problems[0], world));
  } catch (error) {
    if (error instanceof SimulationUnrepeatableError) {
      throw error;
    }
    return outcome([String(error)], error);
  }
}

/** The last error of the handler of an event that a problem names. */
const thrownOver = (problem: string | undefined, world: World): unknown =>
  world.log.thrown.findLast(({ eventId }) => problem?.includes(world.name(eventId)))?.error;

/** Lets the history happen, and answers what does not hold. */
async function problemsOfHistory(world: World, plan: FaultPlan): Promise<readonly string[]> {
  const { scheduler, history, seed } = world.surroundings;
  const { system } = world;
  const requestsWithinMs = new SeededChoices(seed, 'requests within').pick(
    system.requestsWithinMs ?? [REQUESTS_WITHIN_MS],
  );
  for (const client of world.clients) {
    client.startWithin(requestsWithinMs, system.requestWavesMs);
  }
  await scheduler.run(planDisturbances(world, addMillis(scheduler.now(), requestsWithinMs)));
  plan.end();
  history.add(scheduler.now(), 'simulator', 'ends all faults');
  if (!(await settles(world))) {
    return [`the system does not settle: ${world.unsettled().join(', ')}`, ...problemsOf(world)];
  }
  const problems = problemsOf(world);
  if (problems.length > 0) {
    return problems;
  }

  history.add(scheduler.now(), 'simulator', 'heals all handlers, finishes all deployments and redrives');
  world.handlersMisbehave = false;
  for (const consumer of world.consumers) {
    consumer.function.finishDeployment();
  }
  await redriveAll(world);
  if (!(await settles(world))) {
    return [`the system does not settle after the redrive: ${world.unsettled().join(', ')}`, ...problemsOf(world)];
  }
  return [...problemsAfterRedrive(world), ...(system.check?.(world) ?? [])];
}

/** Lets time pass until nothing is under way; false when that does not come. */
async function settles(world: World): Promise<boolean> {
  const { scheduler } = world.surroundings;
  const latest: EpochMillis = addMillis(scheduler.now(), SETTLES_WITHIN_MS);
  while (world.unsettled().length > 0 && scheduler.now() < latest) {
    await scheduler.run(addMillis(scheduler.now(), LOOK_EVERY_MS));
  }
  return world.unsettled().length === 0;
}

/** Redrives everything, each queue by SQS's own task or by hand. */
async function redriveAll(world: World): Promise<void> {
  const { surroundings, system } = world;
  const { scheduler, seed } = surroundings;
  const waitMs = new SeededChoices(seed, 'redrive').pick(system.redrivesAfterMs ?? [0]);
  // What an operator who crashed had received is visible again by then.
  await scheduler.run(addMillis(scheduler.now(), waitMs + 2 * LOOK_EVERY_MS));
  for (const consumer of world.consumers) {
    if (new SeededChoices(seed, `redrive of ${consumer.name}`).chance(0.5)) {
      redriveByTask(consumer, world);
    } else {
      void redriveByHand(consumer, new SimulatedProcess(`operator of ${consumer.name}`, surroundings));
    }
    void redriveUndelivered(
      consumer,
      new SimulatedProcess(`operator of the subscription of ${consumer.name}`, surroundings),
    );
  }
  await scheduler.run(addMillis(scheduler.now(), LOOK_EVERY_MS));
}
