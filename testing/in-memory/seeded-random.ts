import type { RandomSource } from '../../lambdas/runtime/ports/index.ts';

/** Randomness that a seed repeats (mulberry32). Not for secrets. */
export class SeededRandom implements RandomSource {
  #state: number;

  /** Takes a 32-bit integer. */
  constructor(seed = 1) {
    this.#state = seed;
  }

  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => Math.floor(this.fraction() * 256));
  }
}
