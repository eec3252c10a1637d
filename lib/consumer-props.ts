import type { Duration } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';

/** The function that handles a subscriber's messages. */
export interface ConsumerProps {
  /** The bundled handler, for example `Code.fromAsset('bundles/inventory')`. */
  readonly code: Code;
  /**
   * Exported handler, made by `lambdaConsumer`.
   *
   * @default 'index.handler'
   */
  readonly handler?: string;
  /** Longest time that one batch may take, 1 second to 15 minutes. The visibility timeout is derived from it. */
  readonly timeout: Duration;
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
   * Real runs of the handler before a message is dead-lettered, 1 to 25. The queue's `maxReceiveCount` is derived from it.
   *
   * @default 5
   */
  readonly maxAttempts?: number;
  /**
   * Messages per invocation: 1 to 10,000, on FIFO at most 10. More than 10 need a batching window of a second.
   *
   * @default 10
   */
  readonly batchSize?: number;
  /**
   * Longest time that Lambda waits to fill a batch, 0 to 300 seconds. Standard topics only.
   *
   * @default Duration.seconds(0)
   */
  readonly maxBatchingWindow?: Duration;
  /**
   * Invocations at the same time, 2 to 1,000. Limited by default, so that one consumer cannot take the account's whole
   * concurrency from the relay and the others.
   *
   * @default 50
   */
  readonly maxConcurrency?: number;
  /**
   * Messages handled at the same time in one invocation, 1 to `batchSize`.
   *
   * @default - the batch size, at most 10
   */
  readonly concurrency?: number;
  /**
   * Version of the code, quoted in failure reports.
   *
   * @default 'unversioned'
   */
  readonly version?: string;
}
