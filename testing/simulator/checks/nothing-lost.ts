import { eventKey } from '../../../lambdas/runtime/inbox-keys.ts';
import type { OutboxEntry } from '../../../lambdas/runtime/outbox-entry.ts';
import { envelopeOf } from '../envelope-of.ts';
import type { SimulatedConsumer } from '../simulated-consumer.ts';
import type { World } from '../world.ts';
import { addresseesOf } from './addressees-of.ts';

/** Whether the consumer has applied the event, as far as tables and the world outside tell. */
function isApplied({ body, eventId }: OutboxEntry, consumer: string, world: World): boolean {
  const envelope = envelopeOf(body);
  const key = envelope === undefined ? '' : eventKey(consumer, envelope.source, envelope.id);
  return (
    world.log.completed.includes(key) && (world.log.effectsOf(consumer, eventId).length > 0 || !countsEffects(world))
  );
}

/** Systems of ours write down their effects; a user's consumer is judged by its markers. */
const countsEffects = ({ log }: World): boolean => log.written.length + log.called.length > 0;

/** G1: what was committed was applied by every consumer that it is for, or waits in a dead-letter queue of it. */
export function nothingLost(world: World): readonly string[] {
  return world.log.committed.flatMap((entry) =>
    addresseesOf(entry, world)
      .filter((consumer) => !isApplied(entry, consumer.name, world) && !isDeadLettered(entry, consumer))
      .map(
        ({ name }) =>
          `G1 ${world.name(entry.eventId)} is lost: ${name} has neither applied it nor holds it in its dead-letter queue`,
      ),
  );
}

const isDeadLettered = (entry: OutboxEntry, { deadLetterQueue, undelivered }: SimulatedConsumer): boolean =>
  [deadLetterQueue, undelivered].some(({ messages }) => messages.some(({ body }) => body === entry.body));
