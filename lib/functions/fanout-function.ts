import type { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { explainToRulePacks } from '../rule-packs.ts';
import { stageSettings } from '../stages/stage.ts';
import { DEFAULT_HANDLER, DEFAULT_TIMEOUT, type HandlerProps } from './handler-props.ts';

const DEFAULT_MEMORY_SIZE = 256;

/** Props for {@link FanoutFunction}. Checked already: see `checkHandler`. */
export interface FanoutFunctionProps extends HandlerProps {
  readonly description: string;
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
      retention: stageSettings(this).logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: props.removalPolicy,
    });
    this.logGroup.grantWrite(this.role);
    if (props.vpc !== undefined) {
      this.role.addToPolicy(networkInterfaces());
    }
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      code: props.code,
      handler: props.handler ?? DEFAULT_HANDLER,
      timeout: props.timeout ?? DEFAULT_TIMEOUT,
      memorySize: props.memorySize ?? DEFAULT_MEMORY_SIZE,
      reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      vpc: props.vpc,
      vpcSubnets: props.vpcSubnets,
      securityGroups: props.securityGroups && [...props.securityGroups],
      role: this.role,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.INFO,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      environment: { ...props.environment, ...props.settings },
    });
    explainToRulePacks(
      this.role,
      'IAMNoInlinePolicy',
      'The policy is of this one role and goes with it; it names what this one function needs.',
    );
    explainToRulePacks(
      this.function,
      'LambdaDLQ',
      'What it fails to handle stays where it came from: in a queue with a dead-letter queue, in the outbox, or with the client that called it.',
    );
  }
}

/**
 * What Lambda does with the role of a function in a VPC. On every resource, because Lambda asks for it before there is an
 * interface to name: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
const networkInterfaces = (): PolicyStatement =>
  new PolicyStatement({
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  });
