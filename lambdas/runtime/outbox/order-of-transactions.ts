import { parseSequence } from '../../../contracts/envelope.ts';
import type { OutboxEntry } from '../outbox-entry.ts';

/**
 * The entries of one ordering key as the stream shows them, those of one transaction in order of sequence.
 *
 * DynamoDB shows the items of a transaction in any order, perhaps with others between them, while what was committed one
 * after the other is shown as it was committed. Entries of one transaction have the same time. So an entry goes before
 * those of its own time that come after it in sequence, and is otherwise left where it is: where the clocks of two
 * functions disagree, entries of one time need not be of one transaction.
 */
export function inOrderOfTransactions<Shown extends { readonly entry: OutboxEntry }>(
  shown: readonly Shown[],
): readonly Shown[] {
  const ordered: Shown[] = [];
  for (const one of shown) {
    const follower = ordered.findIndex(
      ({ entry }) =>
        entry.createdAt === one.entry.createdAt && parseSequence(entry.sequence) > parseSequence(one.entry.sequence),
    );
    ordered.splice(follower === -1 ? ordered.length : follower, 0, one);
  }
  return ordered;
}
