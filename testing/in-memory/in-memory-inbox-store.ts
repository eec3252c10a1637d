import type { FailureReport } from '../../contracts/failure.ts';
import type {
  AttemptRecord,
  Claim,
  ClaimRequest,
  ClaimResult,
  InboxMarker,
  InboxStore,
} from '../../lambdas/runtime/ports/index.ts';
import type { InMemoryDatabase } from './in-memory-database.ts';

/** An inbox table in memory. Nothing expires by TTL, which DynamoDB may take days for as well. */
export class InMemoryInboxStore implements InboxStore {
  readonly #database: InMemoryDatabase;

  constructor(database: InMemoryDatabase) {
    this.#database = database;
  }

  async claim(request: ClaimRequest): Promise<ClaimResult> {
    const { key, owner, leaseEndsAt, fingerprint, now, expiresAt } = request;
    const marker = this.#database.markers.get(key);
    if (marker !== undefined && marker.fingerprint !== fingerprint) {
      return { outcome: 'key-reused' };
    }
    if (marker?.completed) {
      return { outcome: 'completed', ...(marker.result !== undefined && { result: marker.result }) };
    }
    if (marker?.lease !== undefined && marker.lease.endsAt > now && marker.lease.owner !== owner) {
      return { outcome: 'in-progress', leaseEndsAt: marker.lease.endsAt };
    }
    const lease = { owner, endsAt: leaseEndsAt };
    this.#database.markers.set(key, { fingerprint, expiresAt, lease, completed: false });
    return { outcome: 'claimed', claim: { key, owner, leaseEndsAt } };
  }

  async release(claim: Claim): Promise<void> {
    const marker = this.#database.markers.get(claim.key);
    if (marker !== undefined && !marker.completed && marker.lease?.owner === claim.owner) {
      this.#database.markers.delete(claim.key);
    }
  }

  async readMarker(key: string): Promise<InboxMarker | undefined> {
    const marker = this.#database.markers.get(key);
    if (marker === undefined) {
      return undefined;
    }
    const { fingerprint, completed, result } = marker;
    return { fingerprint, completed, ...(result !== undefined && { result }) };
  }

  async readAttempts(attemptKey: string): Promise<AttemptRecord | undefined> {
    return this.#database.attempts.get(attemptKey);
  }

  async recordStart(attemptKey: string, record: AttemptRecord): Promise<void> {
    this.#database.attempts.set(attemptKey, record);
  }

  async recordFailure(attemptKey: string, record: AttemptRecord): Promise<void> {
    const { startedAt: _, ...failure } = record;
    this.#database.attempts.set(attemptKey, failure);
  }

  async forgetAttempts(attemptKey: string): Promise<void> {
    this.#database.attempts.delete(attemptKey);
  }

  async recordDeadLetter(deadLetterKey: string, report: FailureReport): Promise<void> {
    this.#database.deadLetterReports.set(deadLetterKey, report);
  }
}
