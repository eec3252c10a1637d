import { type CloudClients, connectTo } from './cloud-clients.ts';
import { readStackOutputs, type StackOutputs } from './stack-outputs.ts';
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

/** A deployed stack and the means to test it. */
export interface RunningStack extends AsyncDisposable {
  readonly name: string;
  readonly target: Target;
  readonly clients: CloudClients;
  readonly outputs: StackOutputs;
  /**
   * Closes the clients, and stops the target unless you started it yourself. Idempotent.
   *
   * @returns what could not be removed, one line each.
   */
  stop(): Promise<readonly string[]>;
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
  const isOurs = typeof chosen === 'string' || 'endpoint' in chosen;
  const target = isOurs ? await startTarget(chosen, options) : chosen;
  let clients: CloudClients | undefined;
  const stop = async () => {
    clients?.close();
    return isOurs ? target.stop() : [];
  };
  try {
    const { connection } = await target.deploy({ assembly, stack });
    clients = connectTo(connection);
    const outputs = await readStackOutputs(clients, stack);
    return { name: stack, target, clients, outputs, stop, [Symbol.asyncDispose]: async () => void (await stop()) };
  } catch (error) {
    await stop();
    throw error;
  }
}
