import { Duration } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Code } from 'aws-cdk-lib/aws-lambda';

/** Handler unless asked otherwise: what `scripts/bundle.ts` and esbuild's `outdir` with one `index` entry give. */
export const DEFAULT_HANDLER = 'index.handler';

/** Time-out of consumers and producers unless asked otherwise. */
export const DEFAULT_TIMEOUT = Duration.seconds(30);

/** The function of a consumer or producer. */
export interface HandlerProps {
  /** The bundled handler, for example `Code.fromAsset('bundles/inventory')`. */
  readonly code: Code;
  /**
   * Exported handler, made by `lambdaConsumer` or `lambdaProducer`: a file of `code` without its ending, a dot, and the
   * name of the export. In a local folder the file must be there.
   *
   * @default 'index.handler'
   */
  readonly handler?: string;
  /**
   * Longest time that one batch or request may take, 1 second to 15 minutes. A queue's visibility timeout is derived from
   * it.
   *
   * @default Duration.seconds(30)
   */
  readonly timeout?: Duration;
  /**
   * Memory in MB, 128 to 10,240.
   *
   * @default 256
   */
  readonly memorySize?: number;
  /**
   * Variables of the handler's own. Must not begin with `FANOUT_`.
   *
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Share of the account's concurrency that this function alone may use, and may not exceed: 1 or more. Of a consumer at
   * least its `maxConcurrency`, or Lambda throttles what the mapping sends.
   *
   * @default - none; the function shares what the account has
   */
  readonly reservedConcurrentExecutions?: number;
  /**
   * Network of the function. It must reach SQS and DynamoDB: by a NAT gateway or by VPC endpoints.
   *
   * @default - none
   */
  readonly vpc?: IVpc;
  /**
   * Subnets of `vpc`.
   *
   * @default - the private subnets with a way out
   */
  readonly vpcSubnets?: SubnetSelection;
  /**
   * Security groups in `vpc`.
   *
   * @default - one of the function's own
   */
  readonly securityGroups?: readonly ISecurityGroup[];
}
