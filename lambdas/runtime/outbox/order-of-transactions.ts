import { parseSequence } from '../../../contracts/envelope.ts';
import type { OutboxEntry } from '../outbox-entry.ts';

/**
 * The same entries with those of one transaction and ordering key together, in order of sequence, where the first of them
 * was.
 *
 * DynamoDB shows the items of a transaction in any order, while what was committed one after the other is shown as it was
 * committed. Entries of one transaction have the same time.
 */
export function inOrderOfTransactions<Shown extends { readonly entry: OutboxEntry }>(
  shown: readonly Shown[],
): readonly Shown[] {
  const ofTransactions = Map.groupBy(shown, ({ entry }) => `${entry.createdAt} ${entry.orderingKey}`);
  return [...ofTransactions.values()].flatMap((entries) =>
    entries.sort((one, other) => parseSequence(one.entry.sequence) - parseSequence(other.entry.sequence)),
  );
}
