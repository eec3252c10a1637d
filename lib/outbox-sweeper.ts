import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { environmentNames } from '../contracts/environment.ts';
import { type OutboxPublisherProps, outboxPublisher, PUBLISHER_TIMEOUT_SECONDS } from './outbox-publisher.ts';
import { checkSeconds } from './prop-bounds.ts';
import { PropsError } from './props-error.ts';

/** Props for {@link OutboxSweeper}. */
export interface OutboxSweeperProps extends OutboxPublisherProps {
  readonly sweepEvery?: Duration;
  readonly sweepAfter?: Duration;
}

/**
 * The function that publishes what the relay left and measures what is unpublished. Defines a function and an EventBridge
 * rule that invokes it.
 */
export class OutboxSweeper extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
  readonly sweepEverySeconds: number;
  readonly sweepAfterSeconds: number;

  constructor(scope: Construct, id: string, props: OutboxSweeperProps) {
    super(scope, id);
    this.sweepEverySeconds = this.#wholeMinutes(props.sweepEvery ?? Duration.minutes(1));
    this.sweepAfterSeconds = checkSeconds(this, props.sweepAfter ?? Duration.minutes(2), {
      code: 'SweepAfterRange',
      prop: 'sweepAfter',
      min: 1,
      max: 3600,
    });
    const publisher = outboxPublisher(this, {
      ...props,
      bundle: 'outbox-sweeper',
      description: 'Publishes outbox entries that the relay left, and measures them.',
      timeout: Duration.seconds(PUBLISHER_TIMEOUT_SECONDS),
      tableActions: ['dynamodb:Scan', 'dynamodb:Query', 'dynamodb:BatchWriteItem', 'dynamodb:UpdateItem'],
      settings: { [environmentNames.sweepAfterSeconds]: String(this.sweepAfterSeconds) },
    });
    this.function = publisher.function;
    this.logGroup = publisher.logGroup;
    new Rule(this, 'Schedule', {
      description: 'Starts the outbox sweeper.',
      schedule: Schedule.rate(Duration.seconds(this.sweepEverySeconds)),
      // A sweep that did not start is not worth repeating: the next one is due.
      targets: [new FunctionTarget(this.function, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    });
  }

  #wholeMinutes(sweepEvery: Duration): number {
    const seconds = checkSeconds(this, sweepEvery, { code: 'SweepEveryRange', prop: 'sweepEvery', min: 60, max: 3600 });
    if (seconds % 60 !== 0) {
      throw new PropsError(
        'SweepEveryRange',
        `sweepEvery must be whole minutes, the unit of EventBridge rates, got ${seconds} seconds`,
        this,
      );
    }
    return seconds;
  }
}
