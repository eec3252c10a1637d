import { addMillis } from '../../contracts/time.ts';
import type { Clock, RandomSource } from '../../lambdas/runtime/ports/index.ts';
import type { CallFault, FaultPlan } from './fault-plan.ts';
import type { History } from './history.ts';
import type { Scheduler } from './scheduler.ts';
import { SeededChoices } from './seeded-choices.ts';

/** What all processes of a run have in common. */
export interface Surroundings {
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly plan: FaultPlan;
  readonly history: History;
  readonly coverage: CrashCoverage;
}

/** Takes down which calls were made, and before and after which of them a process ended. Told by the code that calls. */
export interface CrashCoverage {
  called(call: string): void;
  struck(call: string, fault: CallFault): void;
}

/** A call that a process makes of what is outside it. */
export interface OutsideCall<Answer> {
  /** `port.method`. */
  readonly name: string;
  /** What the history says of it. */
  readonly detail?: unknown;
  /** What it takes along, when that says more than the detail. */
  readonly evidence?: unknown;
  carryOut(): Answer | Promise<Answer>;
  /**
   * Answers for a call that failed.
   *
   * @default - the call throws the error
   */
  failed?(error: Error): Answer;
  /**
   * Carries out a part of the call.
   *
   * @default - the call is all or nothing
   */
  carryOutPartly?(choices: SeededChoices): Answer | Promise<Answer>;
}

/** The error of a call that a simulated service refused or did not answer. It has the name that AWS's SDK gives it. */
class SimulatedServiceError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

const WHOLE: readonly CallFault[] = ['crash-before', 'crash-after', 'throttled', 'timed-out', 'ambiguous', 'slow'];
const DIVISIBLE: readonly CallFault[] = [...WHOLE, 'partial'];
const SLOW_MS = 4_000;
const TIMED_OUT_MS = 1_500;

/**
 * One Lambda environment, client or operator. Every call that it makes takes time, may fail and may be its last: when it
 * ends, nothing that it asked for is answered any more, so none of its continuations run.
 */
export class SimulatedProcess {
  readonly name: string;
  readonly clock: Clock;
  readonly choices: SeededChoices;
  readonly random: RandomSource;
  readonly #surroundings: Surroundings;
  readonly #ended = Promise.withResolvers<string>();
  #alive = true;
  #calls = 0;

  /** `skewMs` is how far the process's clock is ahead. */
  constructor(name: string, surroundings: Surroundings, skewMs = 0) {
    const { seed, scheduler } = surroundings;
    this.name = name;
    this.#surroundings = surroundings;
    this.choices = new SeededChoices(seed, name);
    this.random = new SeededChoices(seed, `${name} random`);
    this.clock = {
      now: () => addMillis(scheduler.now(), skewMs),
      sleep: (milliseconds, signal) => this.#sleep(milliseconds, signal),
    };
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Resolves with the reason when the process ends. */
  get ended(): Promise<string> {
    return this.#ended.promise;
  }

  end(reason: string): void {
    if (this.#alive) {
      this.#alive = false;
      this.note('ends', reason);
      this.#ended.resolve(reason);
    }
  }

  note(what: string, detail?: unknown, evidence?: unknown): void {
    const { history, scheduler } = this.#surroundings;
    history.add(scheduler.now(), this.name, what, detail, evidence);
  }

  /** Makes a call: after a while it is carried out, and after another while answered, unless a fault strikes it. */
  async call<Answer>(call: OutsideCall<Answer>): Promise<Answer> {
    if (!this.#alive) {
      return neverAnswered();
    }
    const { plan, coverage } = this.#surroundings;
    coverage.called(call.name);
    this.#calls += 1;
    const id = `${this.name}/${this.#calls}`;
    const thereMs = this.#latency();
    const backMs = this.#latency();
    const outlivesProcess = this.choices.chance(0.5);
    const kinds = call.carryOutPartly === undefined ? WHOLE : DIVISIBLE;
    const fault = plan.callFault(call.name, id, kinds, this.choices.fraction());
    this.note(call.name, call.detail, call.evidence);
    if (fault !== undefined) {
      this.note(`! ${fault}`, `${call.name} (${id})`);
      coverage.struck(call.name, fault);
    }
    await this.#arrival(thereMs + (fault === 'slow' ? SLOW_MS : 0));
    if (!this.#alive && !outlivesProcess) {
      return neverAnswered();
    }
    switch (fault) {
      case 'crash-before':
        this.end(`crashed before ${call.name}`);
        return neverAnswered();
      case 'throttled':
        await this.#pass(backMs);
        return answerFailure(call, new SimulatedServiceError('ThrottlingException', 'Rate exceeded'));
      case 'timed-out':
        await this.#pass(TIMED_OUT_MS);
        return answerFailure(call, new SimulatedServiceError('TimeoutError', 'no answer in time'));
      case 'ambiguous':
        await Promise.allSettled([carriedOut(call)]);
        await this.#pass(TIMED_OUT_MS);
        return answerFailure(call, new SimulatedServiceError('TimeoutError', 'no answer in time'));
      case 'crash-after':
        await Promise.allSettled([carriedOut(call)]);
        this.end(`crashed after ${call.name}`);
        return neverAnswered();
    }
    const answer = await (fault === 'partial' ? call.carryOutPartly?.(this.choices) : call.carryOut());
    await this.#pass(backMs);
    return answer as Answer;
  }

  /** Most calls take milliseconds, some much longer, so that any order of two calls comes up. */
  #latency(): number {
    const draw = this.choices.fraction();
    return draw < 0.9 ? 1 + Math.floor(draw * 20) : Math.floor(draw * draw * 400);
  }

  /** The way to the service: what has been sent arrives even when its sender has ended. */
  #arrival(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#surroundings.scheduler.after(milliseconds, resolve);
    });
  }

  /** Waits for virtual time to pass; in a process that has ended by then nothing comes after it. */
  #pass(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#surroundings.scheduler.after(milliseconds, () => {
        if (this.#alive) {
          resolve();
        }
      });
    });
  }

  #sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (milliseconds <= 0 || signal?.aborted) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel();
        signal?.removeEventListener('abort', wake);
        if (this.#alive) {
          resolve();
        }
      };
      const cancel = this.#surroundings.scheduler.after(milliseconds, wake);
      signal?.addEventListener('abort', wake);
    });
  }
}

/** Carries a call out; what it throws is a rejection. */
const carriedOut = async <Answer>(call: OutsideCall<Answer>): Promise<Answer> => call.carryOut();

const neverAnswered = (): Promise<never> => new Promise(() => undefined);

function answerFailure<Answer>(call: OutsideCall<Answer>, error: Error): Answer {
  if (call.failed === undefined) {
    throw error;
  }
  return call.failed(error);
}
