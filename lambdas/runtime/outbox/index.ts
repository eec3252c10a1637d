export { createItemRelay, type ItemRelayPorts } from './create-item-relay.ts';
export {
  createRelay,
  type Relay,
  type RelayPorts,
  type RelaySettings,
} from './create-relay.ts';
export { createSweeper, type Sweeper, type SweeperPorts, type SweeperSettings } from './create-sweeper.ts';
export type { Derivation, DerivedEventOptions, DerivedEvents } from './derivation.ts';
export type { PublishPorts } from './publish-entries.ts';
export type { StreamBatchResponse, StreamEvent, StreamRecord } from './stream-record.ts';
export type { TopicArns } from './unpublishable.ts';
