import type { System } from '../../../testing/simulator/system.ts';
import { calling, guarding, noting, transacting } from './consumers.ts';
import { orderEvents, orderLedger, orderNotes, orderProducer, orderTables } from './orders.ts';

const standard: System = {
  name: 'standard',
  about: 'a standard topic, a consumer of each mode, and one of what they emit',
  topics: [orderEvents, orderNotes],
  tables: orderTables,
  producer: orderProducer([orderEvents], { orders: 3, requests: 6 }),
  consumers: [
    guarding({ name: 'audit', topic: orderEvents }),
    transacting({ name: 'points', topic: orderEvents }, [orderNotes]),
    calling({ name: 'payment', topic: orderEvents }),
    noting({ name: 'notes', topic: orderNotes }),
  ],
};

const fifo: System = {
  name: 'fifo',
  about: 'a FIFO topic, order per key through producer, outbox, topic, queue and consumer',
  topics: [orderLedger],
  tables: orderTables,
  producer: orderProducer([orderLedger], { orders: 2, requests: 10 }),
  consumers: [transacting({ name: 'ledger', topic: orderLedger }), calling({ name: 'courier', topic: orderLedger })],
};

export const systems: readonly System[] = [standard, fifo];

/** @throws RangeError that names the systems there are. */
export function systemNamed(name: string): System {
  const system = systems.find((one) => one.name === name);
  if (system === undefined) {
    throw new RangeError(
      `there is no system ${JSON.stringify(name)}, there are ${systems.map((one) => one.name).join(', ')}`,
    );
  }
  return system;
}
