import type { World } from '../world.ts';
import { attemptsHonest } from './attempts-honest.ts';
import { backAfterRedrive, undeliveredAfterRedrive } from './back-after-redrive.ts';
import { clientsAnswered } from './clients-answered.ts';
import { deadLettersDeserved } from './dead-letters-deserved.ts';
import { effectsOnce } from './effects-once.ts';
import { emittedOnce } from './emitted-once.ts';
import { movedByTheRuntime } from './moved-by-the-runtime.ts';
import { nothingLost } from './nothing-lost.ts';
import { oneHolder } from './one-holder.ts';
import { orderKept } from './order-kept.ts';
import { reuseRefused } from './reuse-refused.ts';
import { undeliveredHeld } from './undelivered-held.ts';

type Check = (world: World) => readonly string[];

const CHECKS: readonly (readonly [promise: string, check: Check])[] = [
  ['G1 nothing lost', nothingLost],
  ['G1 G5 undelivered messages held and whole', undeliveredHeld],
  ['G2 effects once', effectsOnce],
  ['G2 events of consumers emitted once', emittedOnce],
  ['G2 one valid lease', oneHolder],
  ['G2 one answer per request', clientsAnswered],
  ['G3 order per key', orderKept],
  ['G4 attempts honest', attemptsHonest],
  ['G4 G5 dead letters deserved and explained', deadLettersDeserved],
  ['G5 no message in the backstop, G6 each in its group and with its attributes', movedByTheRuntime],
  ['G5 reuse of an id refused', reuseRefused],
];

const REDRIVE_CHECKS: readonly (readonly [promise: string, check: Check])[] = [
  ['G6 redrives applied', backAfterRedrive],
  ['G6 undelivered messages redriven', undeliveredAfterRedrive],
];

/** What does not hold of a settled system, each in a sentence. */
export const problemsOf = (world: World): readonly string[] => [
  ...new Set(CHECKS.flatMap(([, check]) => check(world))),
];

/** What does not hold of a system that has settled once more, after everything was redriven with healed handlers. */
export const problemsAfterRedrive = (world: World): readonly string[] => [
  ...problemsOf(world),
  ...REDRIVE_CHECKS.flatMap(([, check]) => check(world)),
];

/** What is checked of every history, in a few words each. */
export const promises: readonly string[] = [
  ...[...CHECKS, ...REDRIVE_CHECKS].map(([promise]) => promise),
  'everything settles',
];
