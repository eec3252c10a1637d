import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { type EnvironmentIdentity, environmentVariables } from './environment-variables.ts';
import { exited, failureOf, oversizeResponse, timedOut } from './failure.ts';
import type { FunctionConfiguration } from './function-configuration.ts';
import type { FunctionLog } from './function-log.ts';
import type { InvokeFailure, InvokeResult } from './invocation.ts';
import { LineSplitter } from './line-splitter.ts';
import type { ErrorReport, InvocationRequest, WorkerMessage, WorkerSettings } from './worker/protocol.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html: the init phase is limited to 10 seconds. */
const INIT_TIMEOUT_SECONDS = 10;
const CALLBACK_RUNTIME = /^nodejs(?:1\d|2[0-2])\.x$/;

/** What a new execution environment belongs to. */
export interface ExecutionEnvironmentProps {
  readonly configuration: FunctionConfiguration;
  readonly identity: EnvironmentIdentity;
  readonly log: FunctionLog;
  /** Called once when the environment has ended, for whatever reason. */
  readonly onEnd: () => void;
}

/**
 * One sandbox of a function: a worker thread that runs one invocation at a time and is kept for the next.
 *
 * Not as in Lambda: the memory size is not enforced (at a heap limit V8 ends the whole process, not the thread), the
 * file system, the time zone and the network are this machine's, and native code can still end the process.
 */
export class ExecutionEnvironment {
  readonly #props: ExecutionEnvironmentProps;
  readonly #worker: Worker;
  readonly #wake = new Int32Array(new SharedArrayBuffer(4));
  readonly #startedAt = performance.now();
  readonly #lines: Record<'stdout' | 'stderr', LineSplitter>;
  #lineTime = 0;
  #requestId: string = randomUUID();
  #settle: ((result: InvokeResult) => void) | undefined;
  #initDurationMs: number | undefined;
  #hasEnded = false;

  constructor(props: ExecutionEnvironmentProps) {
    this.#props = props;
    const { configuration, identity, log } = props;
    const emit = (line: string) => log.output(identity.logStream, line, this.#lineTime);
    this.#lines = { stdout: new LineSplitter(emit), stderr: new LineSplitter(emit) };
    this.#worker = new Worker(bootstrapUrl(), {
      name: configuration.name,
      argv: [],
      execArgv: [],
      env: environmentVariables(configuration, identity),
      workerData: {
        wake: this.#wake.buffer,
        taskRoot: configuration.codePath,
        handler: configuration.handler,
        allowsCallbacks: CALLBACK_RUNTIME.test(configuration.runtime),
      } satisfies WorkerSettings,
    });
    this.#worker.on('message', (message: WorkerMessage) => this.#receive(message));
    this.#worker.on('error', ({ name, message }) => this.#end(failureOf({ errorType: name, errorMessage: message })));
    this.#worker.on('exit', (code) => this.#end(exited(this.#requestId, { code })));
  }

  /** Resolves when the handler is loaded, or with why it could not be. */
  async initialize(): Promise<InvokeFailure | undefined> {
    const result = await this.#outcome(INIT_TIMEOUT_SECONDS);
    this.#initDurationMs = roundedMs(performance.now() - this.#startedAt);
    return result.outcome === 'error' ? result : undefined;
  }

  /** Runs one invocation. Call only while none is running. A time-out or a crash ends the environment. */
  async invoke(payload: string): Promise<InvokeResult> {
    const { configuration, identity, log } = this.#props;
    const { timeoutSeconds, memoryMegabytes: memorySizeMB } = configuration;
    const requestId = randomUUID();
    this.#requestId = requestId;
    const startedAt = performance.now();
    const outcome = this.#outcome(timeoutSeconds);
    this.#post({ requestId, functionArn: configuration.arn, payload, deadline: Date.now() + timeoutSeconds * 1000 });
    const result = await outcome;
    const durationMs = roundedMs(performance.now() - startedAt);
    log.report(identity.logStream, requestId, result, {
      durationMs,
      memorySizeMB,
      initDurationMs: this.#initDurationMs,
    });
    this.#initDurationMs = undefined;
    return result;
  }

  /** Whether the environment can take another invocation. */
  get isAlive(): boolean {
    return !this.#hasEnded;
  }

  /** Kills the environment; the running invocation fails as when the kernel kills the runtime. */
  kill(): void {
    this.#end(exited(this.#requestId, { signal: 'killed' }));
  }

  /** Ends the environment and resolves when its thread is gone. */
  async stop(): Promise<void> {
    this.kill();
    await this.#worker.terminate();
  }

  #outcome(timeoutSeconds: number): Promise<InvokeResult> {
    if (this.#hasEnded) return Promise.resolve(exited(this.#requestId, { signal: 'killed' }));
    const { promise, resolve } = Promise.withResolvers<InvokeResult>();
    // The timer is here and not in the worker, whose event loop the handler may block.
    const timer = setTimeout(() => this.#end(timedOut(this.#requestId, timeoutSeconds)), timeoutSeconds * 1000);
    this.#settle = (result) => {
      clearTimeout(timer);
      this.#settle = undefined;
      for (const lines of Object.values(this.#lines)) lines.flush();
      resolve(result);
    };
    return promise;
  }

  #post(request: InvocationRequest): void {
    this.#worker.postMessage(request);
    Atomics.store(this.#wake, 0, 1);
    Atomics.notify(this.#wake, 0);
  }

  #receive(message: WorkerMessage): void {
    switch (message.type) {
      case 'output':
        this.#lineTime = message.time;
        this.#lines[message.stream].add(message.text);
        break;
      case 'ready':
        this.#settle?.({ outcome: 'success', payload: '' });
        break;
      case 'answer':
        this.#settle?.(oversizeResponse(message.payload) ?? { outcome: 'success', payload: message.payload });
        break;
      case 'failure':
        this.#logError(message.report);
        this.#settle?.(failureOf(message.report));
        break;
      case 'init-failed':
      case 'fatal':
        this.#logError(message.report);
        this.#end(failureOf(message.report));
        break;
      case 'killed':
        this.#end(exited(this.#requestId, { signal: message.signal }));
        break;
    }
  }

  #logError(report: ErrorReport): void {
    this.#props.log.error(this.#props.identity.logStream, this.#requestId, report);
  }

  #end(result: InvokeFailure): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#settle?.(result);
    void this.#worker.terminate();
    this.#props.onEnd();
  }
}

/** The worker's entry file: TypeScript beside TypeScript in the source tree, JavaScript beside JavaScript once built. */
function bootstrapUrl(): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./worker/bootstrap.${extension}`, import.meta.url);
}

/** To a hundredth, as Lambda reports durations. */
function roundedMs(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
