import { dynamoDbLimits } from '../../contracts/limits.ts';
import { itemBytes } from '../../lambdas/runtime/item-size.ts';
import type { OutboxRowKey, QuarantinedRecord, QuarantineStore } from '../../lambdas/runtime/ports/index.ts';

/** A quarantine table in memory. */
export class InMemoryQuarantineStore implements QuarantineStore {
  readonly #records = new Map<string, QuarantinedRecord>();

  /** Everything that was set aside, in the order of the first time. */
  all(): readonly QuarantinedRecord[] {
    return [...this.#records.values()];
  }

  /** What is kept under a key; undefined when nothing is. */
  find(key: OutboxRowKey): QuarantinedRecord | undefined {
    return this.#records.get(textOf(key));
  }

  async keep(record: QuarantinedRecord): Promise<void> {
    const fits = itemBytes({ ...record }) <= dynamoDbLimits.maxItemBytes;
    this.#records.set(textOf(record.key), fits ? record : { ...record, attributes: {} });
  }
}

const textOf = ({ orderingKey, sortKey }: OutboxRowKey): string => JSON.stringify([orderingKey, sortKey]);
