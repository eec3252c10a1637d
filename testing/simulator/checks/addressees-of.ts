import type { OutboxEntry } from '../../../lambdas/runtime/outbox-entry.ts';
import { envelopeOf } from '../envelope-of.ts';
import type { SimulatedConsumer } from '../simulated-consumer.ts';
import type { World } from '../world.ts';

/** The consumers that must get an entry. */
export const addresseesOf = (entry: OutboxEntry, world: World): readonly SimulatedConsumer[] =>
  world.consumers.filter(
    ({ spec }) =>
      spec.topic.name === entry.topic && spec.events.some(({ type }) => type === envelopeOf(entry.body)?.type),
  );
