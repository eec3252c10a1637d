export * from './in-memory-database.ts';
export * from './in-memory-inbox-store.ts';
export * from './in-memory-message-queue.ts';
export * from './in-memory-outbox-store.ts';
export * from './in-memory-topic-publisher.ts';
export * from './in-memory-transaction-store.ts';
export * from './manual-clock.ts';
export * from './seeded-random.ts';
