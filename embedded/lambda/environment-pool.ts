import type { ExecutionEnvironment } from './execution-environment.ts';
import { failureOf } from './failure.ts';
import type { InvokeResult } from './invocation.ts';
import type { StartGate } from './start-gate.ts';

/** Bounds the threads of one function; invocations beyond it wait for a free environment. */
const MAX_ENVIRONMENTS = 64;
/**
 * Time without progress, times the square of the environments there are, before another one is started.
 *
 * A worker takes longer to start, and much longer to get fast, than most invocations take to run: on a small machine a
 * queue that moves is faster than more threads, and one that stands still is worth another.
 */
const PATIENCE_MS = 10;

const STOPPED = failureOf({ errorType: 'Sandbox.Stopped', errorMessage: 'The embedded cloud has been stopped.' });

interface Waiting {
  readonly payload: string;
  readonly since: number;
  readonly resolve: (result: InvokeResult) => void;
}

/** The execution environments of one function: warm ones are reused, new ones started when invocations pile up. */
export class EnvironmentPool {
  readonly #start: (onEnd: () => void) => ExecutionEnvironment;
  readonly #gate: StartGate;
  readonly #serveAgain = () => this.#serve();
  readonly #environments = new Set<ExecutionEnvironment>();
  readonly #idle: ExecutionEnvironment[] = [];
  readonly #waiting: Waiting[] = [];
  #starting = 0;
  #inFlight = 0;
  /** When an invocation last began or an environment was last started. */
  #lastProgress = 0;
  #growth: NodeJS.Timeout | undefined;
  #isStopped = false;

  /** `start` creates an environment that calls `onEnd` when it has ended; `gate` is shared by all functions. */
  constructor(start: (onEnd: () => void) => ExecutionEnvironment, gate: StartGate) {
    this.#start = start;
    this.#gate = gate;
  }

  /** Invocations running or waiting for an environment. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Runs one invocation in a warm environment, or in a new one. */
  async invoke(payload: string): Promise<InvokeResult> {
    this.#inFlight++;
    const { promise, resolve } = Promise.withResolvers<InvokeResult>();
    this.#waiting.push({ payload, since: performance.now(), resolve });
    this.#serve();
    try {
      return await promise;
    } finally {
      this.#inFlight--;
    }
  }

  /** Starts the first environment before it is needed. What fails here is told to the first invocation. */
  async prepare(): Promise<void> {
    if (this.#environments.size === 0 && !this.#isStopped && this.#gate.tryEnter()) await this.#add();
  }

  /** Ends all environments; running and later invocations fail. Resolves when the threads are gone. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#serve();
    await Promise.all([...this.#environments].map((environment) => environment.stop()));
  }

  #serve(): void {
    clearTimeout(this.#growth);
    if (this.#isStopped) for (const { resolve } of this.#waiting.splice(0)) resolve(STOPPED);
    while (this.#waiting.length > 0) {
      // The one used last: the others can be seen to be idle, and its caches are warm.
      const environment = this.#idle.pop();
      if (environment === undefined) {
        this.#grow();
        return;
      }
      // It may have ended meanwhile, by its last invocation or by itself.
      if (environment.isAlive) void this.#run(environment, this.#waiting.shift() as Waiting);
    }
  }

  async #run(environment: ExecutionEnvironment, { payload, resolve }: Waiting): Promise<void> {
    this.#lastProgress = performance.now();
    resolve(await environment.invoke(payload));
    this.#release(environment);
  }

  #release(environment: ExecutionEnvironment): void {
    this.#idle.push(environment);
    this.#serve();
  }

  #grow(): void {
    const oldest = this.#waiting[this.#starting];
    if (oldest === undefined || this.#environments.size >= MAX_ENVIRONMENTS) return;
    const stalledSince = Math.max(oldest.since, this.#lastProgress);
    const dueIn = stalledSince + PATIENCE_MS * this.#environments.size ** 2 - performance.now();
    if (dueIn > 0) this.#growth = setTimeout(this.#serveAgain, dueIn);
    else if (this.#gate.tryEnter()) void this.#add();
    // By then the environments there are may have done the work.
    else this.#gate.onceFree(this.#serveAgain);
  }

  async #add(): Promise<void> {
    this.#starting++;
    this.#lastProgress = performance.now();
    const environment = this.#start(() => this.#environments.delete(environment));
    this.#environments.add(environment);
    const failure = await environment.initialize();
    this.#starting--;
    this.#gate.leave();
    // Without this the invocations would wait for ever for code that cannot be loaded.
    if (failure !== undefined) this.#waiting.shift()?.resolve(failure);
    this.#release(environment);
  }
}
