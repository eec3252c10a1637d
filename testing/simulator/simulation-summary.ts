import { promises } from './checks/index.ts';
import type { SeedResult } from './run-seed.ts';

/** What a simulation came to that broke no promise. */
export interface SimulationSummary {
  readonly histories: number;
  /** Histories that were run again, and were the same. */
  readonly repeated: number;
  /** Events that were sent to the consumer, in all histories together. */
  readonly events: number;
  /** Runs of handlers. */
  readonly runs: number;
  /** Messages that were dead-lettered on the way, because the simulation had handlers fail or end their process. */
  readonly deadLetters: number;
  /** Things that happened: the lines of all histories. */
  readonly happenings: number;
  /** How often each kind of fault struck. */
  readonly faults: Readonly<Record<string, number>>;
  /** What held in every history. */
  readonly checked: readonly string[];
  /** All of it in a few lines. */
  readonly text: string;
}

/** Adds histories up. */
export class SummaryOfHistories {
  readonly #faults = new Map<string, number>();
  #histories = 0;
  #repeated = 0;
  #events = 0;
  #runs = 0;
  #deadLetters = 0;
  #happenings = 0;

  add({ struck, history, log, requests }: SeedResult, wasRepeated: boolean): void {
    this.#histories += 1;
    this.#repeated += wasRepeated ? 1 : 0;
    this.#events += requests.length;
    this.#runs += log.runs.length;
    this.#deadLetters += log.deadLetters.length;
    this.#happenings += history.events.length;
    for (const { kind } of struck) {
      this.#faults.set(kind, (this.#faults.get(kind) ?? 0) + 1);
    }
  }

  /** `hasCheck` says whether the user's own check was among what held. */
  summary(hasCheck: boolean): SimulationSummary {
    const faults = [...this.#faults].sort(([, one], [, other]) => other - one);
    const struck = faults.reduce((sum, [, count]) => sum + count, 0);
    const checked = [...promises, ...(hasCheck ? ['your check'] : [])];
    return {
      histories: this.#histories,
      repeated: this.#repeated,
      events: this.#events,
      runs: this.#runs,
      deadLetters: this.#deadLetters,
      happenings: this.#happenings,
      faults: Object.fromEntries(faults),
      checked,
      text: [
        `${this.#histories} histories broke no promise, and ${this.#repeated} of them were the same when run again`,
        `${this.#events} events, ${this.#runs} runs of handlers, ${this.#deadLetters} dead letters redriven, ${this.#happenings} happenings`,
        `${struck} faults: ${faults.map(([kind, count]) => `${kind} ${count}`).join(', ') || 'none'}`,
        `checked: ${checked.join('; ')}`,
      ].join('\n'),
    };
  }
}
