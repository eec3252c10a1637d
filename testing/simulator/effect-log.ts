import type { FailureReport } from '../../contracts/failure.ts';
import type { EpochMillis } from '../../contracts/time.ts';
import type { OutboxEntry } from '../../lambdas/runtime/outbox-entry.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** An effect that is there to stay: written to a table or done in the world outside. */
export interface Effect {
  readonly at: EpochMillis;
  readonly consumer: string;
  readonly eventId: string;
  readonly orderingKey: string;
  readonly sequence: number;
  /** The idempotency key that an outside system was given. */
  readonly idempotencyKey?: string;
}

/** A run of a handler, as it really began. */
export interface HandlerRun {
  readonly consumer: string;
  readonly eventId: string;
  readonly process: string;
  /** What the runtime told the handler. */
  readonly attempt: number;
  readonly startedAt: EpochMillis;
  /** Until when the run's lease holds at least. */
  readonly validUntil: EpochMillis;
  /** When it returned or threw, or its process ended. */
  endedAt?: EpochMillis;
}

/** A start record. If the process ends before the run begins, or the record cannot be taken back, it counts as a crash. */
export interface AnnouncedRun {
  readonly consumer: string;
  readonly eventId: string;
  readonly process: string;
  readonly attemptKey: string;
  /** Runs that had begun before. */
  readonly runsBefore: number;
  processEnded: boolean;
  undone: boolean;
  failedUndos: number;
}

/** As often as the runtime must have tried to take a start record back before it may leave it. */
const UNDOS = 4;

/** A message that the runtime sent to a dead-letter queue. */
export interface DeadLetter {
  readonly at: EpochMillis;
  readonly consumer: string;
  readonly body: string;
  readonly groupId?: string;
  readonly report?: FailureReport;
}

/** What really happened, seen from where the runtime cannot reach. The checkers judge by it. */
export class EffectLog {
  /** Effects in tables. */
  readonly written: Effect[] = [];
  /** Effects outside the database. */
  readonly called: Effect[] = [];
  readonly runs: HandlerRun[] = [];
  /** What handlers threw by themselves, not because the seed says so. */
  readonly thrown: { readonly eventId: string; readonly error: unknown }[] = [];
  /** Entries of every committed transaction, in the order of the commits. */
  readonly committed: OutboxEntry[] = [];
  /** Idempotency keys that were completed, in order. */
  readonly completed: string[] = [];
  /** Idempotency keys whose commits were answered with a business condition although they were completed. */
  readonly misreported: string[] = [];
  readonly deadLetters: DeadLetter[] = [];
  /** Commits that the database refused or did not answer: their idempotency keys, and who made them. */
  readonly failedCommits: { readonly key: string; readonly process: SimulatedProcess }[] = [];
  /** Events that came in another message group than their key's. */
  readonly misgrouped: { readonly consumer: string; readonly eventId: string }[] = [];
  /** Events that came without attributes that they were published with. */
  readonly stripped: { readonly consumer: string; readonly eventId: string }[] = [];
  /** Events under whose ids a consumer was sent another payload. */
  readonly reusedIds: { readonly consumer: string; readonly eventId: string }[] = [];
  /** Start records that were written, in order. */
  readonly announced: AnnouncedRun[] = [];

  effectsOf(consumer: string, eventId: string): readonly Effect[] {
    return [...this.written, ...this.called].filter(
      (effect) => effect.consumer === consumer && effect.eventId === eventId,
    );
  }

  /**
   * Failed commits of an event that must not count as attempts. One whose process ended afterwards, or whose start record
   * could not be taken back, nobody can tell from a crash.
   */
  failedCommitsOf(consumer: string, eventId: string): number {
    const mistakable = this.announced.filter(
      (start) => start.consumer === consumer && start.eventId === eventId && start.failedUndos >= UNDOS,
    );
    return this.failedCommits.filter(
      ({ key, process }) =>
        process.alive &&
        key.startsWith(`${consumer}#`) &&
        key.endsWith(eventId) &&
        !mistakable.some((start) => start.process === process.name),
    ).length;
  }

  /**
   * Runs of a handler on an event that really began, and those that nobody can tell from them: announced by a process that
   * ended or could not take it back, or that took it back after another's clock, or its own, said that it must have ended.
   */
  runsAtMost(consumer: string, eventId: string, skewed: ReadonlySet<string>): number {
    const runs = this.runsOf(consumer, eventId);
    const isReaderSkewed = runs.some(({ process }) => skewed.has(process));
    const untold = this.announced.filter(
      (start) =>
        start.consumer === consumer &&
        start.eventId === eventId &&
        (start.processEnded ||
          start.failedUndos >= UNDOS ||
          (start.undone && (isReaderSkewed || skewed.has(start.process)))) &&
        !runs.slice(start.runsBefore).some(({ process }) => process === start.process),
    );
    return runs.length + untold.length;
  }

  runsOf(consumer: string, eventId: string): readonly HandlerRun[] {
    return this.runs.filter((run) => run.consumer === consumer && run.eventId === eventId);
  }
}
