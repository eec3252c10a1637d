export {
  createRelay,
  type Relay,
  type RelayPorts,
  type RelaySettings,
  type StreamBatchResponse,
} from './create-relay.ts';
export { createSweeper, type Sweeper, type SweeperPorts, type SweeperSettings } from './create-sweeper.ts';
export type { PublishPorts } from './publish-entries.ts';
export type { StreamEvent, StreamImage, StreamRecord, StreamValue } from './stream-record.ts';
export type { TopicArns } from './unpublishable.ts';
