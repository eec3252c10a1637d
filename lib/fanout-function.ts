import { type Duration, type RemovalPolicy, Token } from 'aws-cdk-lib';
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
import { lambdaLimits } from '../contracts/limits.ts';
import { checkInteger, checkSeconds } from './prop-bounds.ts';
import { PropsError } from './props-error.ts';

/** Handler unless asked otherwise: what `scripts/bundle.ts` and esbuild's `outdir` with one `index` entry give. */
export const DEFAULT_HANDLER = 'index.handler';

/** Memory in MB unless asked otherwise. */
export const DEFAULT_MEMORY_SIZE = 256;

const RESERVED_PREFIX = 'FANOUT_';

/** Props for {@link FanoutFunction}. */
export interface FanoutFunctionProps {
  readonly description: string;
  readonly code: Code;
  readonly handler: string;
  readonly timeout: Duration;
  readonly memorySize: number;
  /** The user's variables. Must not begin with `FANOUT_`. */
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
    checkSeconds(this, props.timeout, {
      code: 'TimeoutRange',
      prop: 'timeout',
      min: 1,
      max: lambdaLimits.maxTimeoutSeconds,
    });
    checkInteger(this, props.memorySize, { code: 'MemorySizeRange', prop: 'memorySize', min: 128, max: 10_240 });
    this.#checkEnvironment(props.environment);
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

  #checkEnvironment(environment: Readonly<Record<string, string>>): void {
    const reserved = Object.keys(environment).filter(
      (name) => !Token.isUnresolved(name) && name.startsWith(RESERVED_PREFIX),
    );
    if (reserved.length > 0) {
      throw new PropsError(
        'EnvironmentReserved',
        `environment must not set names that begin with ${RESERVED_PREFIX}, got ${reserved.join(', ')}; the construct sets them from its props`,
        this,
      );
    }
  }
}
