export type { LogEvent, LogEventPage, LogEventQuery } from './log-event.ts';
export { LogStore } from './log-store.ts';
