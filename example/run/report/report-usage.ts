import { subscribers } from '../platform.ts';
import type { Tally } from '../watch/tally.ts';
import { layOutTable } from './table.ts';

/** What components handled: the denominators of "per event". */
export interface HandledEvents {
  /** Requests that place-order answered. */
  readonly requests: number;
  readonly tally: Pick<Tally, 'consumer' | 'relay' | 'usage'>;
}

/**
 * Requests and write units per event by component and operation. Titles first.
 *
 * Units that the services did not answer and that AWS's rule adds are marked with `~`.
 */
export function reportUsage({ requests, tally }: HandledEvents): string[] {
  const events = new Map<string, number>([
    ['place-order', requests],
    ['outbox-relay', tally.relay.published],
    ...subscribers.map(({ consumer }): [string, number] => {
      const { applied, duplicates, deadLetters } = tally.consumer(consumer);
      return [consumer, applied + duplicates + deadLetters];
    }),
  ]);
  const rows = [...events]
    .filter(([, count]) => count > 0)
    .flatMap(([component, count]) =>
      [...(tally.usage.get(component) ?? [])].map(([operation, usage], index) => [
        index === 0 ? component : '',
        operation,
        (usage.requests / count).toFixed(2),
        formatUnits(usage.writeUnits / count, usage.estimatedWriteUnits / count),
      ]),
    );
  return layOutTable(
    [
      { title: 'component', align: 'left' },
      { title: 'operation', align: 'left' },
      { title: 'requests per event' },
      { title: 'write units per event' },
    ],
    rows,
  );
}

function formatUnits(answered: number, estimated: number): string {
  if (answered + estimated === 0) {
    return '·';
  }
  return estimated === 0 ? answered.toFixed(2) : `${(answered + estimated).toFixed(2)} (~${estimated.toFixed(2)})`;
}
