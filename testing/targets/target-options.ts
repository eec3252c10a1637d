import type { EmbeddedCloudOptions } from '../../embedded/index.ts';
import { TargetError } from './target-error.ts';

/** What a target may be told; each takes what concerns it. */
export interface TargetOptions {
  /**
   * Variables for the programs that it runs, and where it finds `LOCALSTACK_IMAGE` and `LOCALSTACK_AUTH_TOKEN`.
   *
   * Credentials and Region of target `aws` are those of the process itself, for its own calls as for the programs: here
   * they may only be repeated.
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

/** Variables of the process. The only place where `fanout/testing` reads them, so that its users need not pass them. */
export const ownEnvironment = (): NodeJS.ProcessEnv => process.env;

/** The variables to go by. */
export const environmentOf = ({ environment = ownEnvironment() }: TargetOptions): NodeJS.ProcessEnv => environment;

/**
 * Refuses variables of AWS that differ from the process's own: the account would be checked by those, and the stack
 * deployed by these.
 *
 * @throws {TargetError} CREDENTIALS_AMBIGUOUS.
 */
export function refuseOtherCredentials(options: TargetOptions): void {
  const own = ownEnvironment();
  const other = Object.entries(environmentOf(options)).find(
    ([name, value]) => name.startsWith('AWS_') && value !== undefined && value !== own[name],
  );
  if (other !== undefined) {
    throw new TargetError(
      'CREDENTIALS_AMBIGUOUS',
      `environment sets ${other[0]} to another value than this process has, whose credentials and Region its own calls use; set it for the process itself`,
    );
  }
}
