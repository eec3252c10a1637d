/** Randomness, so that a seed can replay a run. */
export interface RandomSource {
  /** A number of [0, 1). */
  fraction(): number;
  /** `length` random bytes. */
  bytes(length: number): Uint8Array;
}
