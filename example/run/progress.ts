import type { OrderProgress } from './picture/run-view.ts';
import type { Submission } from './submission.ts';
import type { Tally } from './watch/tally.ts';

/** How far a run's orders are, by what clients were told and what consumers logged. */
export class Progress {
  readonly #total: number;
  #accepted = 0;
  #refused = 0;
  #repeated = 0;
  #startedAt = 0;
  #settled = 0;
  #settledAt = 0;

  constructor(total: number) {
    this.#total = total;
  }

  /** The first order is about to be sent. */
  begin(now: number): void {
    this.#startedAt = now;
    this.#settledAt = now;
  }

  add({ answer, secondAnswer }: Submission): void {
    this.#accepted += Number(answer.kind === 'accepted');
    this.#refused += Number(answer.kind === 'refused');
    this.#repeated += Number(secondAnswer?.kind === 'accepted');
  }

  /** Orders a second are measured from the first order sent to the last one settled, so they do not sink at the end. */
  read(tally: Pick<Tally, 'consumer'>, now: number): OrderProgress {
    const settled = tally.consumer('email').applied + tally.consumer('payment').deadLetters;
    if (settled !== this.#settled) {
      this.#settled = settled;
      this.#settledAt = now;
    }
    const seconds = (this.#settledAt - this.#startedAt) / 1000;
    return {
      total: this.#total,
      accepted: this.#accepted,
      refused: this.#refused,
      repeated: this.#repeated,
      settled,
      settledPerSecond: seconds > 0 ? settled / seconds : 0,
    };
  }
}
