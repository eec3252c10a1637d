/** A seed that has shown something once. */
export interface RegressionSeed {
  readonly system: string;
  readonly seed: number;
  readonly showed: string;
  /** The mutant that takes the fix back: with it the seed must fail again. Undefined when the simulator was wrong. */
  readonly mutant?: string;
}

/**
 * What the simulator has found in this repository. Seeds mean another history as soon as the simulator or a system draws
 * one number more. A test then says so, and `npm run simulate:mutants -- --only NAME` finds the seed that shows the bug now.
 */
export const regressionSeeds: readonly RegressionSeed[] = [
  {
    system: 'lease',
    seed: 13,
    showed: 'a run that never began was counted as a crash, since its start record was left',
    mutant: 'crash-counted-without-run',
  },
  {
    system: 'fifo',
    seed: 34,
    showed: 'a start record whose writing was answered with a failure stayed, and counted as a crash',
    mutant: 'ambiguous-start-forgotten',
  },
  {
    system: 'guard',
    seed: 12,
    showed: 'a throttled table used up the attempts of sound events',
    mutant: 'throttle-counted-as-attempt',
  },
  {
    system: 'redrive',
    seed: 5,
    showed: 'the last failure of a dead letter was before its first, by the clock of another environment',
    mutant: 'last-failure-by-own-clock',
  },
  {
    system: 'outbox-outage',
    seed: 11,
    showed: 'the relay published what the stream shows before what the stream had forgotten',
    mutant: 'late-batch-not-caught-up',
  },
  {
    system: 'outbox-outage',
    seed: 11,
    showed: 'a new entry of a key was published before one that only the table held since the stream was trimmed',
    mutant: 'only-late-batch-caught-up',
  },
  {
    system: 'standard',
    seed: 2,
    showed:
      'SQS moved copies of a failing event without a reason, because each attempt of one cost the others a receive',
    mutant: 'backstop-too-low',
  },
  {
    system: 'fifo',
    seed: 1166,
    showed: 'the simulator ended the process of each receive for 30 hours, and blamed the runtime for the backstop',
  },
  {
    system: 'derived',
    seed: 558,
    showed:
      'a start record not yet taken back counted as a crash, which no other can tell when its clock is 43 seconds off',
  },
];
