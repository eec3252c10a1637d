import type { Lab } from './lab.ts';

/** The clouds that probes run on. */
export const PROBED_CLOUDS = ['embedded', 'localstack'] as const;

export type ProbedCloud = (typeof PROBED_CLOUDS)[number];

/** What a probe observes: small, and compared by value. */
export type Answer = string | number | boolean | null | readonly Answer[] | { readonly [name: string]: Answer };

/** An answer that is not AWS's, and why it stays. */
export interface Difference {
  readonly answer: Answer;
  readonly reason: string;
}

/** What AWS documents. */
export interface Documented {
  readonly answer: Answer;
  /** Where. */
  readonly page: string;
  /**
   * How the answer follows, where the page does not say it in so many words.
   *
   * @default - it does
   */
  readonly inferred?: string;
}

/** One question about the services below Fanout, asked of every cloud in the same way. */
export interface Probe {
  /** Stable; names the probe in tests and in docs/probes.md. */
  readonly id: string;
  readonly question: string;
  readonly aws: Documented;
  /**
   * Clouds that answer otherwise. Whatever is not named here must answer as AWS does.
   *
   * @default - none
   */
  readonly differs?: Readonly<Partial<Record<ProbedCloud, Difference>>>;
  /** Asks a cloud. Cleans up nothing: the lab does. */
  run(lab: Lab): Promise<Answer>;
}

/** What a cloud has to answer: a different answer is news, whether it is better or worse than the recorded one. */
export function expectedAnswer({ aws, differs }: Probe, cloud: ProbedCloud): Answer {
  const difference = differs?.[cloud];
  return difference === undefined ? aws.answer : difference.answer;
}
