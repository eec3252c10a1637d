import type { RelayLogLine } from '../../../contracts/log.ts';
import type { Invocation } from '../invocation.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import { type PublishPorts, publishEntries } from './publish-entries.ts';
import { RelayTally } from './relay-tally.ts';
import { readStreamRecord, type StreamEvent, type StreamRecord, type StreamRecordResult } from './stream-record.ts';
import type { TopicArns } from './unpublishable.ts';

/** Everything outside the process that the relay and the sweeper need. */
export interface RelayPorts extends PublishPorts {
  /** Takes one line per invocation. */
  log(line: RelayLogLine): void;
}

export interface RelaySettings {
  readonly topicArns: TopicArns;
}

/** Lambda's partial batch response for streams: the stream resumes at the lowest sequence number listed. */
export interface StreamBatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Handles one batch of the outbox table's stream. */
export type Relay = (event: StreamEvent, invocation: Invocation) => Promise<StreamBatchResponse>;

/** Kept free of new publications, for the answers in flight and the deletions. */
const RESERVE_MS = 1_000;

/**
 * Composes the outbox relay: publishes the entries that the stream says were committed, deletes them, and reports the
 * lowest sequence number that failed.
 *
 * The stream then repeats everything from there on, so entries published behind it are published again: consumers
 * absorb copies. What can never be published is quarantined and holds up nobody.
 */
export function createRelay(settings: RelaySettings, ports: RelayPorts): Relay {
  return async ({ Records: records }, invocation) => {
    const tally = new RelayTally();
    const failed = new Set<StreamRecord>();
    const received: { readonly record: StreamRecord; readonly entry: OutboxEntry }[] = [];
    for (const record of records) {
      const read = readStreamRecord(record);
      if (read.kind === 'entry') {
        received.push({ record, entry: read.entry });
      } else if (read.kind !== 'other' && !(await setAside(read, tally, ports))) {
        failed.add(record);
      }
    }

    const entries = received.map(({ entry }) => entry);
    const publishingTimeMs = () => invocation.remainingTimeMs() - RESERVE_MS;
    const report = await publishEntries(entries, { ...settings, publishingTimeMs }, ports);

    tally.addReport(entries, report);
    for (const [index, { record }] of received.entries()) {
      if (report.outcomes[index]?.outcome === 'failed') {
        failed.add(record);
      }
    }
    ports.log(tally.line('outbox-relay'));
    return { batchItemFailures: lowest(records, failed) };
  };
}

/** Quarantines a row that is no entry; false when the record must come back. */
async function setAside(
  read: Extract<StreamRecordResult, { kind: 'invalid' | 'unreadable' }>,
  tally: RelayTally,
  { store }: RelayPorts,
): Promise<boolean> {
  if (read.kind === 'unreadable') {
    tally.addFailure(read.code);
    return false;
  }
  const reason = `ENTRY_INVALID: ${read.problem}`;
  try {
    await store.quarantine(read.key, reason);
  } catch {
    tally.addFailure('QUARANTINE_FAILED');
    return false;
  }
  tally.addQuarantined({ ...read.key, reason });
  return true;
}

/** The records of a batch are of one shard and in its order, so the first that failed has the lowest number. */
function lowest(records: readonly StreamRecord[], failed: ReadonlySet<StreamRecord>): { itemIdentifier: string }[] {
  const first = records.find((record) => failed.has(record));
  // Lambda repeats the whole batch when the identifier is empty.
  return first === undefined ? [] : [{ itemIdentifier: first.dynamodb?.SequenceNumber ?? '' }];
}
