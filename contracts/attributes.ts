// Message attributes travel beside the envelope. SNS filters on attributes are free, on bodies they are billed. With raw
// delivery SNS discards a message with more than ten
// (https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html), and one is kept free for the
// failure.

/** CloudEvents `type` of the event; what subscriptions filter by. */
export const EVENT_TYPE_ATTRIBUTE = 'ce-type';

/** CloudEvents `source` of the event. */
export const EVENT_SOURCE_ATTRIBUTE = 'ce-source';

/** W3C trace context of whoever emitted the event. */
export const TRACE_PARENT_ATTRIBUTE = 'traceparent';

/**
 * Tenant that an event belongs to. On standard topics the relay makes it the message group, by which SQS keeps one
 * tenant's backlog from delaying the others (fair queues).
 */
export const TENANT_ATTRIBUTE = 'fanout-tenant';

/** Why a message was dead-lettered, as JSON of a `FailureReport`. Only on messages in dead-letter queues. */
export const FAILURE_ATTRIBUTE = 'fanout-failure';

/** Attributes that an event may carry, ours included. */
export const MAX_EVENT_ATTRIBUTES = 9;

/** Attributes of a message by name. All are of data type String. */
export type EventAttributes = Readonly<Record<string, string>>;
