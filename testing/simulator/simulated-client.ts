import type { ProducerResponse } from '../../lambdas/runtime/producer-definition.ts';
import { SeededChoices } from './seeded-choices.ts';
import type { SimulatedFunction } from './simulated-function.ts';
import type { Surroundings } from './simulated-process.ts';

/** A client that calls the producer and repeats its request until it has an answer, sometimes also after. */
export class SimulatedClient {
  readonly name: string;
  readonly #request: unknown;
  readonly #producer: SimulatedFunction<unknown, ProducerResponse<unknown>>;
  readonly #surroundings: Surroundings;
  readonly #choices: SeededChoices;
  /** Every answer that was given, also those that it did not hear. */
  readonly answers: ProducerResponse<unknown>[] = [];
  #tries = 0;
  #isAnswered = false;

  constructor(
    name: string,
    request: unknown,
    producer: SimulatedFunction<unknown, ProducerResponse<unknown>>,
    surroundings: Surroundings,
  ) {
    this.name = name;
    this.#request = request;
    this.#producer = producer;
    this.#surroundings = surroundings;
    this.#choices = new SeededChoices(surroundings.seed, name);
  }

  get isSettled(): boolean {
    return this.#isAnswered;
  }

  /** Makes its first request within `milliseconds` of the beginning of one of the waves. */
  startWithin(milliseconds: number, wavesMs: readonly number[] = [0]): void {
    const afterMs = this.#choices.fraction() * milliseconds + this.#choices.pick(wavesMs);
    this.#surroundings.scheduler.after(afterMs, () => this.#try());
  }

  #try(): void {
    this.#tries += 1;
    const { scheduler, plan } = this.#surroundings;
    const draws = [this.#choices.fraction(), this.#choices.fraction()] as const;
    const isLost = plan.strikes('client-gives-up', `${this.name}/${this.#tries}`, draws[0]);
    this.#note('asks', this.#request);
    this.#producer.invoke(this.#request).then((result) => {
      if (result.outcome === 'returned') {
        this.answers.push(result.response);
      }
      if (result.outcome === 'returned' && !isLost) {
        this.#isAnswered = true;
        this.#note('is answered', result.response);
        return;
      }
      this.#note(isLost ? '! client-gives-up' : 'has no answer');
      scheduler.after(100 + draws[1] * 2_000 * Math.min(this.#tries, 8), () => this.#try());
    });
  }

  #note(what: string, detail?: unknown): void {
    const { history, scheduler } = this.#surroundings;
    history.add(scheduler.now(), this.name, what, detail);
  }
}
