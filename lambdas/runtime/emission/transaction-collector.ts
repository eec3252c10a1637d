import type { Transaction } from '../event-context.ts';
import type { BusinessWrite, ConditionCheckWrite, DeleteWrite, PutWrite, UpdateWrite } from '../ports/index.ts';
import { EventCollector } from './event-collector.ts';

/** Collects the writes and events of one run. */
export class TransactionCollector extends EventCollector implements Transaction {
  readonly #writes: BusinessWrite[] = [];

  /** What was collected, in the order of the calls. */
  get writes(): readonly BusinessWrite[] {
    return this.#writes;
  }

  put(write: PutWrite): void {
    this.#add('put', { Put: write });
  }

  update(write: UpdateWrite): void {
    this.#add('update', { Update: write });
  }

  delete(write: DeleteWrite): void {
    this.#add('delete', { Delete: write });
  }

  check(write: ConditionCheckWrite): void {
    this.#add('check', { ConditionCheck: write });
  }

  #add(call: string, write: BusinessWrite): void {
    this.requireOpen(`transaction.${call}`);
    this.#writes.push(write);
  }
}
