import type { FailureReport } from '../../../contracts/failure.ts';
import type { EpochMillis, EpochSeconds } from '../../../contracts/time.ts';

/** A lease on an idempotency key. Whoever holds the owner token may complete or release it, nobody else. */
export interface Claim {
  readonly key: string;
  readonly owner: string;
  readonly leaseEndsAt: EpochMillis;
}

/** What an inbox record says about a key, before any other outcome. */
export interface ClaimRequest extends Claim {
  /** Digest of the payload: the same key with another digest is a misuse, not a duplicate. */
  readonly fingerprint: string;
  readonly now: EpochMillis;
  /** When TTL may delete the record. */
  readonly expiresAt: EpochSeconds;
}

/** Whether the caller may apply the effect. Only who gets `claimed` may. */
export type ClaimResult =
  | { readonly outcome: 'claimed'; readonly claim: Claim }
  /** Another holder's lease is live. */
  | { readonly outcome: 'in-progress'; readonly leaseEndsAt: EpochMillis }
  /** The effect has been applied. Counts as long as the record exists, whatever its TTL says. */
  | { readonly outcome: 'completed'; readonly result?: string }
  /** The key was used with another payload. */
  | { readonly outcome: 'key-reused' };

/** A marker as stored, read consistently. */
export interface InboxMarker {
  readonly fingerprint: string;
  readonly completed: boolean;
  /** The outcome that a producer stored for its client. */
  readonly result?: string;
}

/** Runs of one message that did not succeed. Keyed by SQS message id, so that a redriven message starts afresh. */
export interface AttemptRecord {
  readonly attempts: number;
  readonly firstFailureAt: EpochMillis;
  readonly lastFailureAt: EpochMillis;
  readonly error: string;
  readonly message: string;
  /** SQS's receive count when the record was written. A later receive that is not the next one had no recorded outcome. */
  readonly receiveCount: number;
  /** Set while a suspect runs. Still set at the next receive means that the run crashed. */
  readonly startedAt?: EpochMillis;
}

/** What happened to a consumer's messages: claims and markers by idempotency key, failed runs by message id. */
export interface InboxStore {
  /**
   * Claims `request.key` until `request.leaseEndsAt`.
   *
   * Atomic: of several concurrent callers exactly one gets `claimed`. A claim whose lease ended at or
   * before `now` counts as free.
   */
  claim(request: ClaimRequest): Promise<ClaimResult>;
  /** Gives the key back, so that the next delivery can try at once. Does nothing if the claim was taken over or completed. */
  release(claim: Claim): Promise<void>;
  /** Reads a marker consistently. */
  readMarker(key: string): Promise<InboxMarker | undefined>;

  /** Reads the runs of a message, by consumer and message id, consistently. */
  readAttempts(attemptKey: string): Promise<AttemptRecord | undefined>;
  /**
   * Writes the start record of a suspect. Keeps what earlier failures recorded. Counts nothing by itself.
   *
   * Not idempotent with respect to crashes: read first, and count a `startedAt` found as a crash.
   */
  recordStart(attemptKey: string, record: AttemptRecord, expiresAt: EpochSeconds): Promise<void>;
  /** Writes a failed run: the whole record, without `startedAt`. Idempotent. */
  recordFailure(attemptKey: string, record: AttemptRecord, expiresAt: EpochSeconds): Promise<void>;
  /** Removes the record after a success, or when a run that was announced did not begin. Idempotent. */
  forgetAttempts(attemptKey: string): Promise<void>;

  /**
   * Keeps the explanation of a dead letter whose attributes have no room for it, under `deadLetterKey`. Idempotent:
   * a later explanation of the same key replaces the earlier one.
   */
  recordDeadLetter(deadLetterKey: string, report: FailureReport, expiresAt: EpochSeconds): Promise<void>;
}
