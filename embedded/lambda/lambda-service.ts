import { ServiceError } from '../service-call.ts';
import { callingEnvironment } from './access-key.ts';
import { AsynchronousInvocations } from './asynchronous-invocations.ts';
import { DeployedFunction, type FunctionHost } from './deployed-function.ts';
import type { FunctionConfiguration } from './function-configuration.ts';
import { functionNameOf } from './function-name.ts';
import type { FunctionInvoker, InvokeOptions, InvokeResult } from './invocation.ts';
import { acceptedPayload } from './payload.ts';
import { StartGate } from './start-gate.ts';

/** AWS's default limit of an account: https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html */
const ACCOUNT_CONCURRENCY = 1000;

/** What the functions run in. */
export interface LambdaServiceProps extends FunctionHost {
  readonly accountId: string;
}

/** Lambda of the embedded cloud: its functions, their execution environments and their concurrency. */
export class LambdaService implements FunctionInvoker {
  readonly #props: LambdaServiceProps;
  readonly #functions = new Map<string, DeployedFunction>();
  readonly #asynchronous = new AsynchronousInvocations();
  readonly #gate = new StartGate();

  constructor(props: LambdaServiceProps) {
    this.#props = props;
  }

  /**
   * Makes a function known; its first environment starts with its first invocation, or with {@link prepare}.
   *
   * @throws {ServiceError} `ResourceConflictException` when the name is taken.
   */
  register(configuration: FunctionConfiguration): void {
    const { name } = configuration;
    if (this.#functions.has(name)) {
      throw new ServiceError('ResourceConflictException', `Function already exist: ${name}`, 409);
    }
    this.#functions.set(name, new DeployedFunction(configuration, this.#props, this.#gate));
  }

  /** The function's configuration with its present concurrency limit; undefined when there is no such function. */
  configuration(nameOrArn: string): FunctionConfiguration | undefined {
    return this.#functions.get(functionNameOf(nameOrArn))?.configuration;
  }

  /** All functions in the order of registration. */
  list(): FunctionConfiguration[] {
    return [...this.#functions.values()].map((deployed) => deployed.configuration);
  }

  async invoke(nameOrArn: string, payload: string, options: InvokeOptions = {}): Promise<InvokeResult> {
    const deployed = this.#deployed(nameOrArn);
    const accepted = acceptedPayload(payload, options);
    const run = () => deployed.invoke(accepted, options.source ?? 'client', this.#inFlight() < ACCOUNT_CONCURRENCY);
    if (options.type !== 'Event') return run();
    this.#asynchronous.start(run);
    return { outcome: 'success', payload: '' };
  }

  /**
   * Starts an environment of every function before it is needed, as Lambda itself does at times. One after another, so
   * that there is room for those that are needed now.
   */
  async prepare(): Promise<void> {
    for (const deployed of this.#functions.values()) await deployed.prepare();
  }

  /**
   * Limits a function's invocations from now on: 0 throttles all, undefined removes the limit.
   *
   * @throws {ServiceError} `ResourceNotFoundException`.
   */
  setReservedConcurrency(nameOrArn: string, value: number | undefined): void {
    this.#deployed(nameOrArn).reservedConcurrency = value;
  }

  /** Kills the execution environment that signs with `accessKeyId`, as a crash would. Returns whether it was running. */
  crashCaller(accessKeyId: string): boolean {
    const caller = callingEnvironment(accessKeyId);
    return caller !== undefined && (this.#functions.get(caller.functionName)?.kill(caller.environment) ?? false);
  }

  /** Ends all environments; running invocations fail. Resolves when their threads are gone. */
  async stop(): Promise<void> {
    this.#asynchronous.stop();
    await Promise.all([...this.#functions.values()].map((deployed) => deployed.stop()));
  }

  #deployed(nameOrArn: string): DeployedFunction {
    const name = functionNameOf(nameOrArn);
    const deployed = this.#functions.get(name);
    if (deployed !== undefined) return deployed;
    const arn = `arn:aws:lambda:${this.#props.region}:${this.#props.accountId}:function:${name}`;
    throw new ServiceError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
  }

  #inFlight(): number {
    return [...this.#functions.values()].reduce((sum, deployed) => sum + deployed.inFlight, 0);
  }
}
