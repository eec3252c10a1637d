import type { Invocation } from '../../lambdas/runtime/invocation.ts';
import { SeededChoices } from './seeded-choices.ts';
import { SimulatedProcess, type Surroundings } from './simulated-process.ts';

/** The code that is deployed: `v1` until a deployment, then `v2`. */
export type CodeVersion = 'v1' | 'v2';

/** What became of an invocation. */
export type InvocationResult<Response> =
  | { readonly outcome: 'returned'; readonly response: Response }
  /** The handler threw. */
  | { readonly outcome: 'failed'; readonly error: unknown }
  /** The process ended: it crashed or its time was up. */
  | { readonly outcome: 'ended' };

/** A function's code in one of its environments. */
export type Handler<Event, Response> = (event: Event, invocation: Invocation) => Promise<Response>;

export interface SimulatedFunctionProps<Event, Response> {
  readonly name: string;
  readonly timeoutMs: number;
  /** The cold start: called once in each environment. */
  start(process: SimulatedProcess, version: CodeVersion): Handler<Event, Response>;
}

interface Environment<Event, Response> {
  readonly process: SimulatedProcess;
  readonly handle: Handler<Event, Response>;
  readonly version: CodeVersion;
}

/** How far clocks are wrong: a little, and as far as outlasts any lease. */
const SKEWS_MS = [5_000, 60_000];
/** How far two environments' clocks are apart at most. */
export const MAX_SKEW_MS = 120_000;

/**
 * A Lambda function: environments that handle one invocation at a time, are reused or not, end at their time-out, and
 * of which older ones go on with older code for a while after a deployment.
 */
export class SimulatedFunction<Event, Response> {
  readonly #props: SimulatedFunctionProps<Event, Response>;
  readonly #surroundings: Surroundings;
  readonly #idle: Environment<Event, Response>[] = [];
  #started = 0;
  #running = 0;
  #version: CodeVersion = 'v1';

  constructor(props: SimulatedFunctionProps<Event, Response>, surroundings: Surroundings) {
    this.#props = props;
    this.#surroundings = surroundings;
  }

  get name(): string {
    return this.#props.name;
  }

  /** Invocations that have not ended. */
  get running(): number {
    return this.#running;
  }

  /** New environments run this version; old ones stay warm. */
  deploy(version: CodeVersion): void {
    this.#version = version;
  }

  /** The newest version is deployed, and no environment of an older one is left. */
  finishDeployment(): void {
    this.#version = 'v2';
    this.#idle.length = 0;
  }

  async invoke(event: Event): Promise<InvocationResult<Response>> {
    const { scheduler } = this.#surroundings;
    const environment = this.#environment();
    const { process, handle } = environment;
    const { timeoutMs } = this.#props;
    const endsAt = scheduler.now() + timeoutMs;
    const cancel = scheduler.after(timeoutMs, () => process.end('its time is up'));
    this.#running += 1;
    process.note('is invoked', environment.version);
    const returned = handle(event, { remainingTimeMs: () => endsAt - scheduler.now() }).then(
      (response): InvocationResult<Response> => ({ outcome: 'returned', response }),
      (error: unknown): InvocationResult<Response> => ({ outcome: 'failed', error }),
    );
    const ended = process.ended.then((): InvocationResult<Response> => ({ outcome: 'ended' }));
    const result = await Promise.race([returned, ended]);
    cancel();
    this.#running -= 1;
    if (process.alive) {
      process.note('answers', result.outcome === 'failed' ? String(result.error) : result);
      this.#idle.push(environment);
    }
    return result;
  }

  #environment(): Environment<Event, Response> {
    const warm = this.#idle.shift();
    const { seed, plan } = this.#surroundings;
    this.#started += 1;
    const name = `${this.#props.name}#${this.#started}`;
    if (warm !== undefined && this.#isReused(warm)) {
      return warm;
    }
    const skew = new SeededChoices(seed, `${name} skew`);
    const isSkewed = plan.strikes('clock-skew', `${name}/skew`, skew.fraction());
    const most = skew.pick(SKEWS_MS);
    const skewMs = isSkewed ? skew.integer(-most, most) : 0;
    const process = new SimulatedProcess(name, this.#surroundings, skewMs);
    return { process, handle: this.#props.start(process, this.#version), version: this.#version };
  }

  #isReused(warm: Environment<Event, Response>): boolean {
    return warm.process.choices.chance(warm.version === this.#version ? 0.7 : 0.4);
  }
}
