import { subscribers } from '../platform.ts';
import type { Tally } from '../watch/tally.ts';
import { formatNumber } from './format.ts';
import { layOutTable } from './table.ts';

/** Per consumer: messages that came to an end, and how. Titles first. */
export function reportConsumers(tally: Pick<Tally, 'consumer'>): string[] {
  const rows = subscribers.map(({ consumer }) => {
    const { applied, duplicates, retries, deadLetters } = tally.consumer(consumer);
    return [
      consumer,
      ...[applied + duplicates + deadLetters, applied, duplicates, retries, deadLetters].map(formatNumber),
    ];
  });
  return layOutTable(
    [
      { title: 'consumer', align: 'left' },
      { title: 'events in' },
      { title: 'effects' },
      { title: 'duplicates absorbed' },
      { title: 'retries' },
      { title: 'dead letters' },
    ],
    rows,
  );
}
