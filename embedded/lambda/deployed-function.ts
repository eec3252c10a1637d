import { randomUUID } from 'node:crypto';
import type { LogStore } from '../logs/index.ts';
import { accessKeyIdOf } from './access-key.ts';
import { EnvironmentPool } from './environment-pool.ts';
import { ExecutionEnvironment } from './execution-environment.ts';
import type { FunctionConfiguration } from './function-configuration.ts';
import { FunctionLog } from './function-log.ts';
import type { InvocationSource, InvokeResult } from './invocation.ts';
import type { StartGate } from './start-gate.ts';

/** What all functions run in. */
export interface FunctionHost {
  readonly logs: LogStore;
  /** Base URL of the embedded cloud; read when an environment starts. */
  readonly endpoint: () => string;
  readonly region: string;
}

/** One function with its environments and its concurrency limit. */
export class DeployedFunction {
  readonly #host: FunctionHost;
  readonly #log: FunctionLog;
  readonly #pool: EnvironmentPool;
  readonly #environments = new Map<number, ExecutionEnvironment>();
  #configuration: FunctionConfiguration;
  #started = 0;

  constructor(configuration: FunctionConfiguration, host: FunctionHost, gate: StartGate) {
    this.#configuration = configuration;
    this.#host = host;
    this.#log = new FunctionLog(host.logs, configuration.logGroup);
    this.#pool = new EnvironmentPool((onEnd) => this.#start(onEnd), gate);
  }

  get configuration(): FunctionConfiguration {
    return this.#configuration;
  }

  /** Invocations running or waiting for an environment. */
  get inFlight(): number {
    return this.#pool.inFlight;
  }

  /** Sets the limit for invocations to come; undefined removes it. */
  set reservedConcurrency(value: number | undefined) {
    this.#configuration = { ...this.#configuration, reservedConcurrency: value };
  }

  /** Runs the function once, unless its own limit or the account's (`hasRoom`) is reached. */
  async invoke(payload: string, source: InvocationSource, hasRoom: boolean): Promise<InvokeResult> {
    const { name, reservedConcurrency = Number.POSITIVE_INFINITY } = this.#configuration;
    if (hasRoom && this.inFlight < reservedConcurrency) return this.#pool.invoke(payload);
    this.#log.throttle(name, source);
    return { outcome: 'throttled' };
  }

  /** Starts the first environment before it is needed. */
  prepare(): Promise<void> {
    return this.#pool.prepare();
  }

  /** Kills one execution environment. Returns whether it was running. */
  kill(environment: number): boolean {
    const running = this.#environments.get(environment);
    running?.kill();
    return running !== undefined;
  }

  /** Ends all environments. */
  stop(): Promise<void> {
    return this.#pool.stop();
  }

  #start(onEnd: () => void): ExecutionEnvironment {
    const number = ++this.#started;
    const { endpoint, region } = this.#host;
    const accessKeyId = accessKeyIdOf({ functionName: this.#configuration.name, environment: number });
    const environment = new ExecutionEnvironment({
      configuration: this.#configuration,
      identity: { accessKeyId, logStream: newLogStream(), region, endpoint: endpoint() },
      log: this.#log,
      onEnd: () => {
        this.#environments.delete(number);
        onEnd();
      },
    });
    this.#environments.set(number, environment);
    return environment;
  }
}

/** A name in Lambda's form: day, version and a random number of 32 hexadecimal digits. */
function newLogStream(): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
}
