import type { RelayLogLine } from '../../../contracts/log.ts';
import type { Invocation } from '../invocation.ts';
import type { OutboxStore } from '../ports/index.ts';
import { areLate, caughtUp } from './catch-up.ts';
import { EntryRows } from './entry-rows.ts';
import type { PublishPorts } from './publish-entries.ts';
import { type BatchEntry, RelayBatch } from './relay-batch.ts';
import {
  readStreamRecord,
  type StreamBatchResponse,
  type StreamEvent,
  type StreamRecord,
  type StreamRecordResult,
} from './stream-record.ts';
import type { TopicArns } from './unpublishable.ts';

/** Everything outside the process that the relay needs. */
export interface RelayPorts extends PublishPorts {
  readonly store: Pick<OutboxStore, 'delete' | 'quarantine' | 'ofKey'>;
  /** Takes one line per invocation. */
  log(line: RelayLogLine): void;
}

/** What the relay is told about its deployment. */
export interface RelaySettings {
  readonly topicArns: TopicArns;
}

/** Handles one batch of a table's stream. */
export type Relay = (event: StreamEvent, invocation: Invocation) => Promise<StreamBatchResponse>;

/**
 * Composes the outbox relay: publishes the entries that the stream says were committed, deletes them, and reports the
 * lowest sequence number that failed.
 *
 * The stream then repeats everything from there on, so entries published behind it are published again: consumers
 * absorb copies. What can never be published is quarantined and holds up nobody. On FIFO topics a key's entries are
 * preceded by what only the table holds of it: see {@link caughtUp}.
 */
export function createRelay(settings: RelaySettings, ports: RelayPorts): Relay {
  return async ({ Records: records }, invocation) => {
    const batch = new RelayBatch(records);
    const received: BatchEntry[] = [];
    for (const record of records) {
      const read = readStreamRecord(record);
      if (read.kind === 'entry') {
        received.push({ record, entry: read.entry });
      } else if (read.kind !== 'other') {
        await setAside(record, read, batch, ports);
      }
    }
    const isLate = areLate(records, ports.clock.now());
    const entries = await caughtUp(received, { batch, store: ports.store, topicArns: settings.topicArns, isLate });

    await batch.publish(entries, new EntryRows(ports.store), settings, invocation, ports);
    ports.log(batch.tally.line('outbox-relay'));
    return batch.response();
  };
}

/** Quarantines a row that is no entry. */
async function setAside(
  record: StreamRecord,
  read: Extract<StreamRecordResult, { kind: 'invalid' | 'unreadable' }>,
  batch: RelayBatch,
  { store }: RelayPorts,
): Promise<void> {
  if (read.kind === 'unreadable') {
    batch.fail(record, read.code);
    return;
  }
  const reason = `ENTRY_INVALID: ${read.problem}`;
  try {
    await store.quarantine(read.key, reason);
    batch.tally.addQuarantined({ ...read.key, reason });
  } catch {
    batch.fail(record, 'QUARANTINE_FAILED');
  }
}
