import type { EntryOutcome } from './publish-entries.ts';

/** Entries that a topic must have failed to take, and none that it took, before it is left alone: a full batch of them. */
const ENOUGH_FAILURES = 10;

/**
 * Topics that take nothing at present. A sweep tries each entry for seconds: on a topic that is down it would use up its
 * time, and never come to the others.
 */
export class FailingTopics {
  readonly #counts = new Map<string, { failed: number; settled: number }>();

  has(topic: string): boolean {
    const { failed = 0, settled = 0 } = this.#counts.get(topic) ?? {};
    return settled === 0 && failed >= ENOUGH_FAILURES;
  }

  /** Takes down what became of an entry. */
  note(topic: string, { outcome }: EntryOutcome): void {
    const counts = this.#counts.get(topic) ?? { failed: 0, settled: 0 };
    counts[outcome === 'failed' ? 'failed' : 'settled'] += 1;
    this.#counts.set(topic, counts);
  }
}
