export type { LogEvent } from './log-event.ts';
export { LogStore } from './log-store.ts';
