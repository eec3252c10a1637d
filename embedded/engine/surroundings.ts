/** Time as the engine sees it. It never waits: what is due is done at the next call. */
export interface EngineClock {
  /** Milliseconds since the Unix epoch. Never goes back. */
  now(): number;
}

/** Randomness as the engine sees it, so that a seed can repeat a run. */
export interface EngineRandom {
  /** A number of [0, 1). */
  next(): number;
}

/** All that a service of the engine knows of the world. */
export interface Surroundings {
  readonly clock: EngineClock;
  readonly random: EngineRandom;
}
