import { SeededRandom } from '../in-memory/seeded-random.ts';

/** A 32-bit seed made of a seed and a name (FNV-1a), so that each part of a system draws for itself. */
function seedOf(seed: number, name: string): number {
  let hash = (0x811c9dc5 ^ seed) | 0;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) | 0;
}

/** Choices that a seed and a name repeat. What one part of a system draws changes nothing for the others. */
export class SeededChoices {
  readonly #random: SeededRandom;

  constructor(seed: number, name: string) {
    this.#random = new SeededRandom(seedOf(seed, name));
  }

  /** A number of [0, 1). */
  fraction(): number {
    return this.#random.fraction();
  }

  bytes(length: number): Uint8Array {
    return this.#random.bytes(length);
  }

  chance(probability: number): boolean {
    return this.#random.fraction() < probability;
  }

  /** An integer from `least` to `most`, both included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.#random.fraction() * (most - least + 1));
  }

  /** @throws RangeError when there is nothing to pick from. */
  pick<Value>(values: readonly Value[]): Value {
    const index = Math.floor(this.#random.fraction() * values.length);
    if (values.length === 0) {
      throw new RangeError('there must be at least one value to pick from');
    }
    return values[index] as Value;
  }
}
