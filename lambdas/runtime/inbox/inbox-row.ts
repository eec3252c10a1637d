import { inboxTable } from '../../../contracts/tables.ts';
import type { EpochMillis, EpochSeconds } from '../../../contracts/time.ts';
import type { Claim, ClaimRequest, InboxMarker } from '../ports/index.ts';

/** A marker's row in the inbox table. */
export type MarkerRow =
  | {
      readonly state: 'claimed';
      readonly fingerprint: string;
      /** Token of the holder; no other may complete or release. */
      readonly owner: string;
      readonly leaseEndsAt: EpochMillis;
    }
  | {
      readonly state: 'completed';
      readonly fingerprint: string;
      /** Who completed it: tells an own completion, whose answer was lost, from another's. Unset without a lease. */
      readonly owner?: string;
      readonly result?: string;
    };

/** Condition of a write that takes a key: it was never used, or its lease for the same payload has ended. */
export const freeCondition = (fingerprint: string, now: EpochMillis) => ({
  ConditionExpression:
    'attribute_not_exists(#pk) OR (#state = :claimed AND #leaseEndsAt <= :now AND #fingerprint = :fingerprint)',
  ExpressionAttributeNames: {
    '#pk': inboxTable.partitionKey,
    '#state': 'state',
    '#leaseEndsAt': 'leaseEndsAt',
    '#fingerprint': 'fingerprint',
  },
  ExpressionAttributeValues: { ':claimed': 'claimed', ':now': now, ':fingerprint': fingerprint },
});

/** Condition of a write that only the claim's holder may make. */
export const ownedCondition = (claim: Claim) => ({
  ConditionExpression: '#state = :claimed AND #owner = :owner',
  ExpressionAttributeNames: { '#state': 'state', '#owner': 'owner' },
  ExpressionAttributeValues: { ':claimed': 'claimed', ':owner': claim.owner },
});

/** The row of a claim. */
export function claimRow({ key, fingerprint, owner, leaseEndsAt, expiresAt }: ClaimRequest): Record<string, unknown> {
  return {
    [inboxTable.partitionKey]: key,
    state: 'claimed',
    fingerprint,
    owner,
    leaseEndsAt,
    [inboxTable.ttlAttribute]: expiresAt,
  };
}

/** The row of a marker that was never a claim. */
export function completedRow(marker: {
  readonly key: string;
  readonly fingerprint: string;
  readonly expiresAt: EpochSeconds;
  readonly result?: string;
}): Record<string, unknown> {
  return {
    [inboxTable.partitionKey]: marker.key,
    state: 'completed',
    fingerprint: marker.fingerprint,
    [inboxTable.ttlAttribute]: marker.expiresAt,
    result: marker.result,
  };
}

/** Reads a row as a marker. */
export const markerOf = (row: MarkerRow): InboxMarker => ({
  fingerprint: row.fingerprint,
  completed: row.state === 'completed',
  ...(row.state === 'completed' && row.result !== undefined && { result: row.result }),
});
