/** Random numbers that a seed repeats. Not for secrets. */
export interface SeededRandom {
  /** A number of [0, 1). */
  fraction(): number;
  /** An integer of `from` to `to`, both included. */
  integer(from: number, to: number): number;
  /** One of `choices`, which must not be empty. */
  pick<Choice>(choices: readonly Choice[]): Choice;
  /** The same elements in another order. */
  shuffled<Element>(elements: readonly Element[]): Element[];
}

/** Starts a sequence (mulberry32). The same seed gives the same sequence on every machine. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (from: number, to: number) => from + Math.floor(fraction() * (to - from + 1));
  return {
    fraction,
    integer,
    pick: (choices) => choices[integer(0, choices.length - 1)] as (typeof choices)[number],
    shuffled: (elements) => {
      const result = [...elements];
      for (let last = result.length - 1; last > 0; last--) {
        const other = integer(0, last);
        [result[last], result[other]] = [
          result[other] as (typeof result)[number],
          result[last] as (typeof result)[number],
        ];
      }
      return result;
    },
  };
}

/** A number of [0, 1) that depends on seed and text only: a decision that does not depend on what else happened. */
export function fractionOf(seed: number, text: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const byte of Buffer.from(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return seededRandom(hash).fraction();
}
