export { EventSourceMappings, type EventSourceMappingsProps, type MappingSelection } from './event-source-mappings.ts';
export type { MappingDescription } from './mapping-description.ts';
