import type { QuarantinedRow, RelayLogLine } from '../../../contracts/log.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import { outboxKeyOf } from './outbox-row.ts';
import type { EntryOutcome, PublishReport } from './publish-entries.ts';

/** Adds up what a relay invocation or a sweep did, for its `fanout.relay` line. */
export class RelayTally {
  #published = 0;
  #failed = 0;
  readonly #errors = new Map<string, number>();
  readonly #setAside: QuarantinedRow[] = [];

  /** Counts a run of `publishEntries`. */
  addReport(entries: readonly OutboxEntry[], report: PublishReport): void {
    for (const [index, entry] of entries.entries()) {
      this.#addOutcome(entry, report.outcomes[index] as EntryOutcome);
    }
    this.#addError('DELETE_UNCONFIRMED', report.undeleted);
  }

  addFailure(code: string): void {
    this.#failed += 1;
    this.#addError(code, 1);
  }

  addQuarantined(row: QuarantinedRow): void {
    this.#setAside.push(row);
  }

  /** The line so far. */
  line(component: RelayLogLine['component']): RelayLogLine {
    return {
      type: 'fanout.relay',
      component,
      published: this.#published,
      failed: this.#failed,
      quarantined: this.#setAside.length,
      ...(this.#errors.size > 0 && { errors: Object.fromEntries(this.#errors) }),
      ...(this.#setAside.length > 0 && { setAside: [...this.#setAside] }),
    };
  }

  #addOutcome(entry: OutboxEntry, outcome: EntryOutcome): void {
    switch (outcome.outcome) {
      case 'published':
        this.#published += 1;
        return;
      case 'quarantined':
        this.addQuarantined({ ...outboxKeyOf(entry), reason: outcome.reason });
        return;
      case 'failed':
        this.addFailure(outcome.code);
    }
  }

  #addError(code: string, count: number): void {
    if (count > 0) {
      this.#errors.set(code, (this.#errors.get(code) ?? 0) + count);
    }
  }
}
