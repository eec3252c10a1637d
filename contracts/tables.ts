/** Key schema of the inbox: one string partition key, with TTL. */
export const inboxTable = {
  partitionKey: 'pk',
  /** Epoch seconds. */
  ttlAttribute: 'expiresAt',
} as const;

/** Key schema of the outbox: partition is the ordering key, sort is sequence, event id and topic. No TTL: what is in the table is unpublished. */
export const outboxTable = {
  partitionKey: 'pk',
  sortKey: 'sk',
} as const;

/** Attribute of a business item that holds the events of its last write, as text; see `inlineText` of the runtime. */
export const INLINE_EVENTS_ATTRIBUTE = 'fanoutEvents';
