export { AlarmTopicAction } from './alarms/alarm-topic-action.ts';
export { FanoutAlarms, type FanoutAlarmsProps } from './alarms/fanout-alarms.ts';
export { FanoutDashboard, type FanoutDashboardProps } from './alarms/fanout-dashboard.ts';
export type { SubscriberHealth } from './alarms/subscriber-health.ts';
export type { TopicAlarms } from './alarms/topic-alarms.ts';
export type { HandlerProps } from './functions/handler-props.ts';
export { Producer, type ProducerProps } from './functions/producer.ts';
export { type DeclaredEvent, type DeclaredTopic, declareEvents } from './graph/declared-events.ts';
export { Inbox, type InboxProps } from './inbox/inbox.ts';
export { ItemOutbox } from './outbox/item-outbox.ts';
export type { ItemOutboxAlarms } from './outbox/item-outbox-alarms.ts';
export type { DerivingRelayProps, ItemOutboxProps } from './outbox/item-outbox-props.ts';
export { Outbox } from './outbox/outbox.ts';
export type { OutboxAlarms } from './outbox/outbox-alarms.ts';
export type { IOutbox, OutboxAttributes } from './outbox/outbox-base.ts';
export type { OutboxProps } from './outbox/outbox-props.ts';
export { PropsError, type PropsProblem } from './props/props-error.ts';
export { FanoutChecks } from './rules/fanout-checks.ts';
export { applyStage } from './stages/stage.ts';
export { type StageName, type StageSettings, stages } from './stages/stage-settings.ts';
export type { BodyFilter } from './subscribers/body-filter.ts';
export type {
  ConsumerProps,
  FunctionConsumerProps,
  PollingProps,
  ProvisionedPollers,
  RuntimeProps,
} from './subscribers/consumer-props.ts';
export { Subscriber } from './subscribers/subscriber.ts';
export type { SubscriberProps } from './subscribers/subscriber-props.ts';
export { UndeliveredQueue, type UndeliveredQueueProps } from './subscribers/undelivered-queue.ts';
export { EventTopic } from './topics/event-topic.ts';
export type { IEventTopic } from './topics/event-topic-base.ts';
export type { EventTopicAttributes, EventTopicProps } from './topics/event-topic-props.ts';
