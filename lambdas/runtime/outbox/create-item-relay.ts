import type { RelayLogLine } from '../../../contracts/log.ts';
import type { QuarantineStore } from '../ports/index.ts';
import type { Relay, RelaySettings } from './create-relay.ts';
import type { Derivation } from './derivation.ts';
import { readDerivedEvents } from './derived-events.ts';
import { eventsOfChange, readInlineEvents } from './image-events.ts';
import { type ItemChange, readItemChange } from './item-change.ts';
import { ItemQuarantine } from './item-quarantine.ts';
import type { PublishPorts } from './publish-entries.ts';
import { type BatchEntry, RelayBatch } from './relay-batch.ts';
import type { StreamRecord } from './stream-record.ts';

/** Everything outside the process that the item relay needs. */
export interface ItemRelayPorts extends PublishPorts {
  readonly quarantine: QuarantineStore;
  /** Takes one line per invocation. */
  log(line: RelayLogLine): void;
}

/**
 * Composes the relay of a business table: publishes the events that ride in its items and those that are derived from
 * them, and reports the lowest sequence number that failed. The stream must show new and old images.
 *
 * Published is what the new image has and the old image does not, in the order of the changes. The stream repeats
 * everything from the failed number on: consumers absorb the copies. What can never be published, and a change whose
 * events cannot be read or computed, is quarantined as a whole and holds up nobody.
 *
 * @throws RangeError when the derivation has no source or no topics.
 */
export function createItemRelay<Item>(
  settings: RelaySettings,
  ports: ItemRelayPorts,
  derivation?: Derivation<Item>,
): Relay {
  const readers = [readInlineEvents, ...(derivation === undefined ? [] : [readDerivedEvents(derivation)])];

  return async ({ Records: records }, invocation) => {
    const batch = new RelayBatch(records);
    const received: BatchEntry[] = [];
    for (const record of records) {
      const read = readItemChange(record, ports.clock.now());
      if (read.kind === 'unreadable') {
        batch.fail(record, read.code);
      } else if (read.kind === 'change') {
        const events = await eventsOfChange(read.change, readers);
        if (events.ok) {
          received.push(...events.entries.map((entry) => ({ entry, record })));
        } else {
          await setAside(record, read.change, events.problem, batch, ports.quarantine);
        }
      }
    }
    await batch.publish(received, new ItemQuarantine(ports.quarantine), settings, invocation, ports);
    ports.log(batch.tally.line('item-relay'));
    return batch.response();
  };
}

async function setAside(
  record: StreamRecord,
  { key, newImage }: ItemChange,
  reason: string,
  batch: RelayBatch,
  quarantine: QuarantineStore,
): Promise<void> {
  try {
    await quarantine.keep({ key, reason, attributes: { image: JSON.stringify(newImage) } });
    batch.tally.addQuarantined({ ...key, reason });
  } catch {
    batch.fail(record, 'QUARANTINE_FAILED');
  }
}
