import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { environmentNames } from '../../contracts/environment.ts';
import { DEFAULT_HANDLER } from '../functions/handler-props.ts';
import { productBundle } from '../functions/product-bundle.ts';
import { explainToRulePacks } from '../rule-packs.ts';
import { type OutboxPublisherProps, outboxPublisher } from './outbox-publisher.ts';

/** Props for {@link OutboxSweeper}. */
export interface OutboxSweeperProps extends OutboxPublisherProps {
  readonly sweepEverySeconds: number;
  readonly sweepAfterSeconds: number;
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
    this.sweepEverySeconds = props.sweepEverySeconds;
    this.sweepAfterSeconds = props.sweepAfterSeconds;
    const publisher = outboxPublisher(this, {
      ...props,
      code: productBundle(this, 'outbox-sweeper'),
      handler: DEFAULT_HANDLER,
      description: 'Publishes outbox entries that the relay left, and measures them.',
      tableVariable: environmentNames.outboxTable,
      tableActions: ['dynamodb:Scan', 'dynamodb:Query', 'dynamodb:BatchWriteItem', 'dynamodb:UpdateItem'],
      settings: { [environmentNames.sweepAfterSeconds]: String(this.sweepAfterSeconds) },
    });
    this.function = publisher.function;
    this.logGroup = publisher.logGroup;
    const schedule = new Rule(this, 'Schedule', {
      description: 'Starts the outbox sweeper.',
      schedule: Schedule.rate(Duration.seconds(this.sweepEverySeconds)),
      // A sweep that did not start is not worth repeating: the next one is due.
      targets: [new FunctionTarget(this.function, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    });
    explainToRulePacks(
      schedule,
      'EventBusDLQ',
      'A sweep that did not start is made up for by the next; an alarm tells when none come.',
    );
  }
}
