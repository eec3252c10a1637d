export * from './clock.ts';
export * from './inbox-store.ts';
export * from './message-queue.ts';
export * from './outbox-store.ts';
export * from './quarantine-store.ts';
export * from './random-source.ts';
export * from './topic-publisher.ts';
export * from './transaction-store.ts';
