export { AlarmTopicAction } from './alarm-topic-action.ts';
export type { SubscriberHealth } from './alarms/subscriber-health.ts';
export type { TopicAlarms } from './alarms/topic-alarms.ts';
export type { BodyFilter } from './body-filter.ts';
export type {
  ConsumerProps,
  FunctionConsumerProps,
  PollingProps,
  ProvisionedPollers,
  RuntimeProps,
} from './consumer-props.ts';
export { EventTopic } from './event-topic.ts';
export type { IEventTopic } from './event-topic-base.ts';
export type { EventTopicAttributes, EventTopicProps } from './event-topic-props.ts';
export { FanoutAlarms, type FanoutAlarmsProps } from './fanout-alarms.ts';
export { FanoutChecks } from './fanout-checks.ts';
export { FanoutDashboard, type FanoutDashboardProps } from './fanout-dashboard.ts';
export { type DeclaredEvent, type DeclaredTopic, declareEvents } from './graph/declared-events.ts';
export type { HandlerProps } from './handler-props.ts';
export { Inbox, type InboxProps } from './inbox.ts';
export { ItemOutbox } from './item-outbox.ts';
export type { ItemOutboxAlarms } from './item-outbox-alarms.ts';
export type { DerivingRelayProps, ItemOutboxProps } from './item-outbox-props.ts';
export { Outbox } from './outbox.ts';
export type { OutboxAlarms } from './outbox-alarms.ts';
export type { IOutbox, OutboxAttributes } from './outbox-base.ts';
export type { OutboxProps } from './outbox-props.ts';
export { Producer, type ProducerProps } from './producer.ts';
export { PropsError, type PropsProblem } from './props-error.ts';
export { applyStage } from './stage.ts';
export { type StageName, type StageSettings, stages } from './stage-settings.ts';
export { Subscriber } from './subscriber.ts';
export type { SubscriberProps } from './subscriber-props.ts';
