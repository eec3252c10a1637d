import { Annotations, Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { EventSourceMapping, type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { FanoutFunction } from '../functions/fanout-function.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { IOutbox } from '../outbox/outbox-base.ts';
import { explainToRulePacks } from '../rule-packs.ts';
import { hasCode } from './consumer-kind.ts';
import type { ConsumerProps, FunctionConsumerProps } from './consumer-props.ts';
import { CONSUME_ACTIONS, type ConsumerRuntime, grantRuntime, runtimeVariables } from './consumer-runtime.ts';
import type { PollingSettings } from './polling-settings.ts';
import type { QueueKeys } from './queue-keys.ts';
import type { RuntimeSettings } from './runtime-settings.ts';

/** Options for {@link SubscriberConsumer}. */
export interface SubscriberConsumerOptions {
  readonly name: string;
  readonly consumer: ConsumerProps | FunctionConsumerProps;
  /** Undefined for a function of the user's that knows nothing of Fanout. */
  readonly inbox?: Inbox;
  readonly outbox?: IOutbox;
  readonly queue: IQueue;
  readonly deadLetterQueue: IQueue;
  readonly keys: QueueKeys;
  readonly polling: PollingSettings;
  /** Undefined unless handlers are made by `lambdaConsumer`. */
  readonly runtime?: RuntimeSettings;
  readonly deadLetterRetentionSeconds: number;
  readonly horizonSeconds: number;
  readonly maxMessageSizeBytes?: number;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * The function that handles a subscriber's messages and the mapping that feeds it.
 *
 * Defines in `scope` the mapping under the id `Mapping` and, for code, the function under the id `Consumer`. A function
 * that the app has already is given its grants and, when it uses the runtime, its variables.
 */
export class SubscriberConsumer {
  readonly function: IFunction;
  /** The function that was defined for code. */
  readonly defined?: FanoutFunction;
  readonly mapping: EventSourceMapping;

  constructor(scope: Construct, options: SubscriberConsumerOptions) {
    const { consumer } = options;
    const runtime = runtimeOf(options);
    if (hasCode(consumer)) {
      this.defined = new FanoutFunction(scope, 'Consumer', {
        ...consumer,
        description: `Consumer ${options.name}.`,
        settings: runtime === undefined ? {} : runtimeVariables(runtime),
        removalPolicy: options.removalPolicy,
      });
      this.function = this.defined.function;
    } else {
      this.function = consumer.function;
      setVariables(consumer.function, runtime);
    }
    this.mapping = mappingOf(scope, this.function, options.queue, options.polling);
    explainToRulePacks(
      this.mapping,
      'LambdaEventSourceMappingDestination',
      'Queues have none: what fails goes to the dead-letter queue.',
    );
    const role = this.defined?.role ?? this.function.role;
    if (role === undefined) {
      warnOfMissingRole(scope, this.function);
      return;
    }
    if (runtime === undefined) {
      options.queue.grant(role, ...CONSUME_ACTIONS);
      options.keys.queue?.grant(role, 'kms:Decrypt');
    } else {
      grantRuntime(role, runtime);
    }
    // Lambda checks at creation that the role may receive.
    this.mapping.node.addDependency(role);
  }
}

const warnOfMissingRole = (scope: Construct, target: IFunction): void =>
  Annotations.of(scope).addWarningV2(
    'fanout:FunctionRoleUnknown',
    `The function ${target.node.path} is imported without its role: allow its role ${CONSUME_ACTIONS.join(', ')} on the queue of ${scope.node.path}, and kms:Decrypt on its key, or Lambda refuses the mapping.`,
  );

const runtimeOf = ({ runtime, inbox, ...options }: SubscriberConsumerOptions): ConsumerRuntime | undefined =>
  runtime && inbox && { ...options, inbox, settings: runtime };

function setVariables(target: IFunction, runtime: ConsumerRuntime | undefined): void {
  if (runtime !== undefined && target instanceof LambdaFunction) {
    for (const [name, value] of Object.entries(runtimeVariables(runtime))) {
      target.addEnvironment(name, value);
    }
  }
}

const mappingOf = (scope: Construct, target: IFunction, queue: IQueue, polling: PollingSettings): EventSourceMapping =>
  new EventSourceMapping(scope, 'Mapping', {
    target,
    eventSourceArn: queue.queueArn,
    batchSize: polling.batchSize,
    maxBatchingWindow: polling.windowSeconds === 0 ? undefined : Duration.seconds(polling.windowSeconds),
    maxConcurrency: polling.maxConcurrency,
    provisionedPollerConfig: polling.provisionedPollers && {
      minimumPollers: polling.provisionedPollers.minimum,
      maximumPollers: polling.provisionedPollers.maximum,
    },
    reportBatchItemFailures: polling.reportBatchItemFailures,
  });
