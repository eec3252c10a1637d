import { isJsonObject } from '../embedded/json.ts';
import { type CloudClients, connectTo } from './cloud-clients.ts';
import { readStackOutputs, type StackOutputs } from './stack-outputs.ts';
import { StackUnderTest } from './stack-under-test.ts';
import { startTarget, type TargetChoice } from './targets/start-target.ts';
import type { DeployRequest, Target } from './targets/target.ts';
import type { TargetOptions } from './targets/target-options.ts';

/** Which stack, and where. */
export interface StartStackOptions extends DeployRequest, TargetOptions {
  /** Name of the stack under test. */
  readonly stack: string;
  /**
   * Where it runs: a target by name, an endpoint, or one that you started.
   *
   * @default 'embedded'
   */
  readonly target?: TargetChoice | Target;
}

/** A stack that was deployed for a test, and what to test it with. */
export class RunningStack extends StackUnderTest implements AsyncDisposable {
  readonly target: Target;
  readonly #end: () => Promise<readonly string[]>;

  constructor(clients: CloudClients, outputs: StackOutputs, target: Target, end: () => Promise<readonly string[]>) {
    super(clients, outputs);
    this.target = target;
    this.#end = end;
  }

  /**
   * Closes the clients, and stops the target unless you started it yourself. Idempotent.
   *
   * @returns what could not be removed, one line each.
   */
  async stop(): Promise<readonly string[]> {
    this.close();
    return this.#end();
  }

  /** As {@link RunningStack.stop}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

/**
 * Deploys a stack, and those it depends on, to a target.
 *
 * When it rejects, what it started is stopped.
 *
 * @throws {TargetError} or {EmbeddedCloudError} with a message for the person who started it.
 */
export async function startStack(options: StartStackOptions): Promise<RunningStack> {
  const { assembly, stack, target: chosen = 'embedded' } = options;
  const isTheirs = isTarget(chosen);
  const target = isTheirs ? chosen : await startTarget(chosen, options);
  const end = async () => (isTheirs ? [] : target.stop());
  let clients: CloudClients | undefined;
  try {
    const { connection } = await target.deploy({ assembly, stack });
    clients = connectTo(connection);
    return new RunningStack(clients, await readStackOutputs(clients, stack), target, end);
  } catch (error) {
    clients?.close();
    await end();
    throw error;
  }
}

const isTarget = (chosen: TargetChoice | Target): chosen is Target => isJsonObject(chosen) && 'deploy' in chosen;
