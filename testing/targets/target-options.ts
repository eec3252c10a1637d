import type { EmbeddedCloudOptions } from '../../embedded/index.ts';

/** What a target may be told; each takes what concerns it. */
export interface TargetOptions {
  /**
   * Variables for the programs that it runs, and where it finds `LOCALSTACK_IMAGE` and `LOCALSTACK_AUTH_TOKEN`.
   *
   * @default process.env
   */
  readonly environment?: NodeJS.ProcessEnv;
  /**
   * Folder of the project whose `aws-cdk` deploys.
   *
   * @default process.cwd()
   */
  readonly projectDirectory?: string;
  /**
   * The only account to deploy to; credentials of another one are refused.
   *
   * @default - whichever the credentials belong to
   */
  readonly account?: string;
  /**
   * Tags of every stack and of what is in it. An embedded cloud keeps none.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Told each step, one line.
   *
   * @default - nobody
   */
  readonly log?: (line: string) => void;
  /**
   * Told what the CDK prints, line by line.
   *
   * @default - nobody
   */
  readonly cdkOutput?: (line: string) => void;
  /**
   * Ends a start or a deployment early: it rejects with the signal's reason. Stop the target afterwards.
   *
   * @default - none
   */
  readonly signal?: AbortSignal;
  /**
   * How the embedded cloud runs. Not for other targets.
   *
   * @default - as {@link startEmbeddedCloud} does by default
   */
  readonly embedded?: Pick<EmbeddedCloudOptions, 'dynamodb' | 'parameters' | 'port' | 'verbose'>;
}

/** The variables to go by. The only place where `fanout/testing` reads the process's own, so that its users need not pass them. */
export const environmentOf = ({ environment = process.env }: TargetOptions): NodeJS.ProcessEnv => environment;
