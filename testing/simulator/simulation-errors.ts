/**
 * A simulated history broke a promise, or the simulation's own check. Its message is the history, shrunk; its cause is
 * what the handler or the check threw, when that is the reason.
 */
export class SimulationFailedError extends Error {
  readonly seed: number;
  readonly problems: readonly string[];

  constructor(seed: number, problems: readonly string[], report: string, options?: ErrorOptions) {
    super(
      `${problems.join('\n')}\n\n${report}\nreplay: simulateConsumer({ from: ${seed}, histories: 1, ... })`,
      options,
    );
    this.name = 'SimulationFailedError';
    this.seed = seed;
    this.problems = problems;
  }
}

/**
 * A simulated history cannot be repeated, so it proves nothing: a handler waits for something outside of the simulation, or
 * the consumer draws on what no seed brings back. Its message says what, where, and what to do.
 */
export class SimulationUnrepeatableError extends Error {
  override readonly name = 'SimulationUnrepeatableError';
}
