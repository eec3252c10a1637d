import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** Handler unless asked otherwise: what `scripts/bundle.ts` and esbuild's `outdir` with one `index` entry give. */
export const DEFAULT_HANDLER = 'index.handler';

/** Memory in MB unless asked otherwise. */
export const DEFAULT_MEMORY_SIZE = 256;

/** Props for {@link FanoutFunction}. */
export interface FanoutFunctionProps {
  readonly description: string;
  readonly code: Code;
  readonly handler: string;
  readonly timeout: Duration;
  readonly memorySize: number;
  /** The user's variables, checked. */
  readonly environment: Readonly<Record<string, string>>;
  /** Fanout's own variables. */
  readonly settings: Readonly<Record<string, string>>;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * A Lambda function with its own log group and a role of its own that may write there and nowhere else.
 *
 * Logs are JSON, with Lambda's platform lines at INFO, so that each invocation leaves a `platform.report`. The managed
 * policy AWSLambdaBasicExecutionRole is not used: it may write to every log group of the account.
 */
export class FanoutFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: FanoutFunctionProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup = new LogGroup(this, 'LogGroup', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: props.removalPolicy,
    });
    this.logGroup.grantWrite(this.role);
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      code: props.code,
      handler: props.handler,
      timeout: props.timeout,
      memorySize: props.memorySize,
      role: this.role,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.INFO,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      environment: { ...props.environment, ...props.settings },
    });
  }
}
