import type { Surroundings } from '../../../embedded/engine/surroundings.ts';
import { SeededRandom } from '../../../testing/in-memory/seeded-random.ts';

/** A clock that a test moves, and chance that a seed repeats. */
export interface VirtualSurroundings extends Surroundings {
  advance(milliseconds: number): void;
}

/** Surroundings that start at 2026-01-01T00:00:00Z. */
export function virtualSurroundings(seed = 1): VirtualSurroundings {
  let now = 1_767_225_600_000;
  const random = new SeededRandom(seed);
  return {
    clock: { now: () => now },
    random: { next: () => random.fraction() },
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}
