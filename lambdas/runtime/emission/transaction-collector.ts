import type { EpochMillis } from '../../../contracts/time.ts';
import type { InlineEvents, Transaction } from '../event-context.ts';
import type {
  BusinessWrite,
  ConditionCheckWrite,
  DeleteWrite,
  PutWrite,
  TransactionRequest,
  UpdateWrite,
} from '../ports/index.ts';
import { EventCollector } from './event-collector.ts';
import { putWithEvents, updateWithEvents } from './inline-events.ts';

/** Collects the writes and events of one run. */
export class TransactionCollector extends EventCollector implements Transaction {
  readonly #writes: BusinessWrite[] = [];

  put(write: PutWrite, inline?: InlineEvents): void {
    this.#add('put', { Put: write }, inline);
  }

  update(write: UpdateWrite, inline?: InlineEvents): void {
    this.#add('update', { Update: write }, inline);
  }

  delete(write: DeleteWrite): void {
    this.#add('delete', { Delete: write });
  }

  check(write: ConditionCheckWrite): void {
    this.#add('check', { ConditionCheck: write });
  }

  /**
   * What was collected: the writes in the order of the calls, each with the events that ride in its item, and an outbox
   * entry for each event that rides in none and each topic that lists it.
   *
   * @throws EmittedEventInvalidError when a payload does not match its schema or an event is too large.
   */
  async request(createdAt: EpochMillis): Promise<Pick<TransactionRequest, 'writes' | 'entries'>> {
    const [entries, ...writes] = await Promise.all([
      this.entries(createdAt),
      ...this.#writes.map((write, index) => this.#withEvents(write, index, createdAt)),
    ]);
    return { writes, entries };
  }

  #add(call: string, write: BusinessWrite, inline?: InlineEvents): void {
    this.requireOpen(`transaction.${call}`);
    const carrier = this.#writes.push(write) - 1;
    inline?.({ emit: (event, payload, options) => this.collect(event, payload, options, { carrier }) });
  }

  async #withEvents(write: BusinessWrite, index: number, createdAt: EpochMillis): Promise<BusinessWrite> {
    if ('Put' in write) {
      return { Put: putWithEvents(write.Put, await this.entriesOn(index, createdAt)) };
    }
    return 'Update' in write
      ? { Update: updateWithEvents(write.Update, await this.entriesOn(index, createdAt)) }
      : write;
  }
}
