import { sqsLimits } from '../../../contracts/limits.ts';
import { addMillis, type EpochMillis, type EpochSeconds, toEpochSeconds } from '../../../contracts/time.ts';
import { fullJitterMs } from '../full-jitter.ts';
import { attemptsKey } from '../inbox-keys.ts';
import type { AttemptRecord } from '../ports/index.ts';
import type { IncomingMessage } from './incoming-message.ts';
import type { MessageScope } from './message-scope.ts';

/** Error code of runs that ended with their process: crashes, out of memory, Lambda's time-out. */
export const CRASHED = 'CRASHED';

const UNDO_TRIES = 4;
const UNDO_DELAYS = { firstMs: 50, lastMs: 400 };

/** What is known of a message's earlier runs. */
export interface AttemptHistory {
  /** Failed runs, crashes counted. */
  readonly failures?: AttemptRecord;
  /** Received before without a recorded outcome: perhaps its last run took the process with it. */
  readonly suspect: boolean;
  /** Whether the inbox holds a record to remove after a success. */
  readonly recorded: boolean;
  /** A start record so young that its run may still go on ends by then. */
  readonly liveUntil?: EpochMillis;
}

/**
 * Reads what is known of a message's earlier runs. Free for a first receive: a success leaves no record, so there is
 * nothing to read. A start record that is still there counts as a crash.
 */
export async function loadHistory(message: IncomingMessage, scope: MessageScope): Promise<AttemptHistory> {
  if (message.receiveCount <= 1) {
    return { suspect: false, recorded: false };
  }
  const record = await scope.ports.inbox.readAttempts(keyOf(message, scope));
  if (record === undefined) {
    return { suspect: true, recorded: false };
  }
  if (record.startedAt === undefined) {
    return { failures: record, suspect: message.receiveCount > record.receiveCount + 1, recorded: true };
  }
  const runEndsAt = addMillis(record.startedAt, scope.deadline.invocationMs);
  return runEndsAt > scope.ports.clock.now()
    ? { failures: withoutStart(record), suspect: true, recorded: true, liveUntil: runEndsAt }
    : { failures: crashOf(record, record.startedAt), suspect: true, recorded: true };
}

/** Real runs of a message before this receive. */
export const attemptsBefore = (history: AttemptHistory): number => history.failures?.attempts ?? 0;

/** Writes the start record of a suspect, so that a crash of the run that follows is counted. */
export async function recordStart(
  message: IncomingMessage,
  history: AttemptHistory,
  scope: MessageScope,
): Promise<void> {
  const now = scope.ports.clock.now();
  const earlier = history.failures ?? {
    attempts: 0,
    firstFailureAt: now,
    lastFailureAt: now,
    error: CRASHED,
    message: 'the first run has not ended',
  };
  const record = { ...earlier, receiveCount: message.receiveCount, startedAt: now };
  await scope.ports.inbox.recordStart(keyOf(message, scope), record, expiry(scope));
}

/** Writes a failed run. */
export const recordFailure = (message: IncomingMessage, record: AttemptRecord, scope: MessageScope): Promise<void> =>
  scope.ports.inbox.recordFailure(keyOf(message, scope), record, expiry(scope));

/** Removes the record of a message that is done with. A record that cannot be removed expires by itself. */
export const forgetAttempts = (message: IncomingMessage, scope: MessageScope): Promise<void> =>
  scope.ports.inbox.forgetAttempts(keyOf(message, scope)).catch(() => undefined);

/**
 * Takes a start record back, because the run that it announced did not begin. Tried {@link UNDO_TRIES} times: a record
 * that stays counts as a crash that never was.
 */
export async function undoStart(message: IncomingMessage, history: AttemptHistory, scope: MessageScope): Promise<void> {
  const { failures } = history;
  const { clock, inbox, random } = scope.ports;
  for (let failed = 0; failed < UNDO_TRIES; failed += 1) {
    try {
      return failures === undefined || failures.attempts === 0
        ? await inbox.forgetAttempts(keyOf(message, scope))
        : await recordFailure(message, failures, scope);
    } catch {
      await clock.sleep(fullJitterMs(failed + 1, UNDO_DELAYS, random), scope.deadline.signal);
    }
  }
}

const keyOf = (message: IncomingMessage, scope: MessageScope): string =>
  attemptsKey(scope.settings.consumer, message.record.messageId);

/** A message leaves its queue after 14 days at most, and with it the need for its record. */
const expiry = (scope: MessageScope): EpochSeconds =>
  toEpochSeconds(addMillis(scope.ports.clock.now(), sqsLimits.maxRetentionSeconds * 1000));

const withoutStart = ({ startedAt: _, ...record }: AttemptRecord): AttemptRecord => record;

const crashOf = (record: AttemptRecord, startedAt: EpochMillis): AttemptRecord => ({
  attempts: record.attempts + 1,
  firstFailureAt: record.attempts === 0 ? startedAt : record.firstFailureAt,
  lastFailureAt: startedAt,
  error: CRASHED,
  message: 'the run did not end: the process crashed, ran out of memory or was stopped by its time-out',
  receiveCount: record.receiveCount,
});
