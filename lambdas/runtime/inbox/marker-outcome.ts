import type { Marker, TransactionResult } from '../ports/index.ts';
import type { MarkerRow } from './inbox-row.ts';

/**
 * What the marker's row says about a transaction that was not committed by the call at hand; undefined when it says
 * nothing: there is no row, or it is a live lease that nobody has completed.
 */
export function markerOutcome(marker: Marker, row: MarkerRow | undefined): TransactionResult | undefined {
  if (marker.kind === 'complete') {
    return completionOutcome(marker.claim.owner, row);
  }
  if (row === undefined || (row.state === 'claimed' && row.fingerprint === marker.fingerprint)) {
    return undefined;
  }
  const result = row.state === 'completed' ? row.result : undefined;
  return { outcome: 'duplicate', fingerprint: row.fingerprint, ...(result !== undefined && { result }) };
}

function completionOutcome(owner: string, row: MarkerRow | undefined): TransactionResult | undefined {
  if (row?.owner !== owner) {
    return { outcome: 'lease-lost' };
  }
  // Completed under our own token: an earlier try was carried out and its answer lost.
  return row.state === 'completed' ? { outcome: 'committed' } : undefined;
}
