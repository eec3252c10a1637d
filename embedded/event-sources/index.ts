export { EventSourceMappings } from './event-source-mappings.ts';
