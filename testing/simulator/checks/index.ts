import type { World } from '../world.ts';
import { attemptsHonest } from './attempts-honest.ts';
import { clientsAnswered } from './clients-answered.ts';
import { deadLettersDeserved } from './dead-letters-deserved.ts';
import { effectsOnce } from './effects-once.ts';
import { movedByTheRuntime } from './moved-by-the-runtime.ts';
import { nothingLost } from './nothing-lost.ts';
import { oneHolder } from './one-holder.ts';
import { orderKept } from './order-kept.ts';
import { reuseRefused } from './reuse-refused.ts';

const CHECKS = [
  nothingLost,
  effectsOnce,
  orderKept,
  deadLettersDeserved,
  attemptsHonest,
  oneHolder,
  movedByTheRuntime,
  reuseRefused,
  clientsAnswered,
];

/** What does not hold of a settled system, each in a sentence. */
export const problemsOf = (world: World): readonly string[] => [...new Set(CHECKS.flatMap((check) => check(world)))];
