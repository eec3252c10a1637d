import type { Invocation } from '../invocation.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import { type PublishPorts, publishEntries } from './publish-entries.ts';
import type { PublishRecords } from './publish-records.ts';
import { RelayTally } from './relay-tally.ts';
import type { StreamBatchResponse, StreamRecord } from './stream-record.ts';
import type { TopicArns } from './unpublishable.ts';

/** Kept free of new publications, for the answers in flight and the deletions. */
const RESERVE_MS = 1_000;

/** An entry and the record that showed it; none for an entry that was found in the table. */
export interface BatchEntry {
  readonly entry: OutboxEntry;
  readonly record?: StreamRecord;
}

/** One batch of a stream: publishes what its records show and knows which of them must come back. */
export class RelayBatch {
  readonly tally = new RelayTally();
  readonly #records: readonly StreamRecord[];
  readonly #failed = new Set<StreamRecord>();

  constructor(records: readonly StreamRecord[]) {
    this.#records = records;
  }

  /** Has a record come back, with everything behind it. */
  fail(record: StreamRecord, code: string): void {
    this.#failed.add(record);
    this.tally.addFailure(code);
  }

  /** Publishes entries in order; the records of those that fail must come back. */
  async publish(
    received: readonly BatchEntry[],
    records: PublishRecords,
    { topicArns }: { readonly topicArns: TopicArns },
    invocation: Invocation,
    ports: PublishPorts,
  ): Promise<void> {
    const entries = received.map(({ entry }) => entry);
    const publishingTimeMs = () => invocation.remainingTimeMs() - RESERVE_MS;
    const report = await publishEntries(entries, records, { topicArns, publishingTimeMs }, ports);

    this.tally.addReport(entries, report);
    for (const [index, { record }] of received.entries()) {
      if (record !== undefined && report.outcomes[index]?.outcome === 'failed') {
        this.#failed.add(record);
      }
    }
  }

  /** The records of a batch are of one shard and in its order, so the first that failed has the lowest number. */
  response(): StreamBatchResponse {
    const first = this.#records.find((record) => this.#failed.has(record));
    // Lambda repeats the whole batch when the identifier is empty.
    return {
      batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first.dynamodb?.SequenceNumber ?? '' }],
    };
  }
}
