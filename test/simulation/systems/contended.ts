import type { System } from '../../../testing/simulator/system.ts';
import type { World } from '../../../testing/simulator/world.ts';
import { counting, TOTALS_TABLE } from './consumers.ts';
import { eachRequestOnce, orderEvents, orderProducer, orderTables } from './orders.ts';

/** Each change was counted once, whoever held the counter. */
function eachChangeCounted({ database, log }: World): readonly string[] {
  const counted = database.tables.items(TOTALS_TABLE).reduce((sum, { changes }) => sum + Number(changes), 0);
  return counted === log.written.length ? [] : [`G2 ${log.written.length} changes were counted as ${counted}`];
}

export const contended: System = {
  name: 'contended',
  about: 'transactions that all write one item and hold it for seconds, at a consumer with few attempts',
  topics: [orderEvents],
  tables: { ...orderTables, [TOTALS_TABLE]: ['pk'] },
  producer: orderProducer({ topics: [orderEvents], orders: 2, requests: 8 }),
  consumers: [counting({ name: 'totals', topic: orderEvents, maxAttempts: 2, batchSize: 3, maxConcurrency: 5 })],
  rates: { 'transaction-held': 0.5, 'duplicate-delivery': 0.2 },
  requestsWithinMs: [5_000],
  check: (world) => [...eachChangeCounted(world), ...eachRequestOnce(world)],
};
