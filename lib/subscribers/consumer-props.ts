import type { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { HandlerProps } from '../functions/handler-props.ts';

/** How Lambda takes messages from a subscriber's queue. */
export interface PollingProps {
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
   * @default - 50, or the reserved concurrency when that is less; none with `provisionedPollers`
   */
  readonly maxConcurrency?: number;
  /**
   * Pollers that are always there, for queues whose load jumps. They are billed by the hour, and exclude
   * `maxConcurrency`.
   *
   * @default - none; Lambda adds pollers as messages come
   */
  readonly provisionedPollers?: ProvisionedPollers;
}

/** Event pollers of a mapping's own. */
export interface ProvisionedPollers {
  /**
   * 2 to 200.
   *
   * @default 2
   */
  readonly minimum?: number;
  /**
   * 2 to 2,000, at least `minimum`.
   *
   * @default 200
   */
  readonly maximum?: number;
}

/** How the runtime runs a consumer's handlers. */
export interface RuntimeProps {
  /**
   * Real runs of the handler before a message is dead-lettered, 1 to 25. The queue's `maxReceiveCount` is derived from it.
   *
   * @default 5
   */
  readonly maxAttempts?: number;
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

/** A handler made by `lambdaConsumer`, for which the subscriber defines the function. */
export interface ConsumerProps extends HandlerProps, PollingProps, RuntimeProps {}

/** A function that the app has already. */
export interface FunctionConsumerProps extends PollingProps, RuntimeProps {
  /**
   * The function. With an `inbox` its handler must be made by `lambdaConsumer`, and the subscriber sets the variables for
   * it; without one it is any function, and each message's outcome is its own affair.
   */
  readonly function: IFunction;
  /**
   * Time-out of the function, 1 second to 15 minutes. The visibility timeout is derived from it.
   *
   * @default - what the function says; an imported one does not
   */
  readonly timeout?: Duration;
  /**
   * Whether Lambda reads the failed messages of a batch from the function's answer. An answer without any means that all
   * went well, so this is right for functions that know nothing of it.
   *
   * @default true
   */
  readonly reportBatchItemFailures?: boolean;
}
