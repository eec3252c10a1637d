import type { Connection } from '../connection.ts';
import type { Capability } from './capability.ts';
import type { Identity } from './identity.ts';

/** Kinds of targets: two that are started here, and two that are already running. */
export type TargetName = 'embedded' | 'localstack' | 'endpoint' | 'aws';

/** What to deploy. */
export interface DeployRequest {
  /** Folder of a cloud assembly, as `cdk synth` writes it. */
  readonly assembly: string;
  /**
   * Deploy only this stack and those it depends on.
   *
   * @default - all stacks of the assembly
   */
  readonly stack?: string;
}

/** Stacks that a target deployed. */
export interface Deployment {
  readonly connection: Connection;
  /** Names of the stacks in the order of their deployment. */
  readonly stacks: readonly string[];
}

/** Where stacks are deployed. Stop it, or what it started and deployed stays. */
export interface Target {
  readonly name: TargetName;
  readonly capabilities: ReadonlySet<Capability>;
  /** Account, Region and caller; missing where there is no account. */
  readonly identity?: Identity;
  /**
   * Deploys stacks of a cloud assembly, each after those it depends on.
   *
   * Where the target has `updates`, a stack that this target deployed before is updated; elsewhere each deployment is
   * a cloud of its own. Not to be called concurrently.
   *
   * @throws {TargetError} or {EmbeddedCloudError} with a message for the person who started it.
   */
  deploy(request: DeployRequest): Promise<Deployment>;
  /**
   * Removes every stack that was deployed and ends what was started, a deployment under way included. Idempotent; never
   * throws.
   *
   * @returns what is left and why, one line each; empty when nothing is.
   */
  stop(): Promise<readonly string[]>;
}
