import type { PropNames } from '../props/prop-names.ts';
import type { ConsumerProps, FunctionConsumerProps } from './consumer-props.ts';
import type { SubscriberProps } from './subscriber-props.ts';

/** What remedies name where a rule finds fault with a subscriber's resources. */
export const SUBSCRIBER_PROP_NAMES: PropNames<
  keyof SubscriberProps | `consumer.${keyof ConsumerProps | keyof FunctionConsumerProps}`
> = {
  construct: 'Subscriber',
  props: {
    AlarmActions: 'alarmActions',
    DeletionPolicy: 'removalPolicy',
    FilterPolicy: 'events',
    FunctionResponseTypes: 'consumer.reportBatchItemFailures',
    MessageRetentionPeriod: 'retentionPeriod',
    ReservedConcurrentExecutions: 'consumer.reservedConcurrentExecutions',
    ScalingConfig: 'consumer.maxConcurrency',
    Timeout: 'consumer.timeout',
    VisibilityTimeout: 'visibilityTimeout',
  },
};
