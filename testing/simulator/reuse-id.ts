import { addresseesOf } from './checks/addressees-of.ts';
import type { SeededChoices } from './seeded-choices.ts';
import type { SimulatedConsumer } from './simulated-consumer.ts';
import type { World } from './world.ts';

/**
 * Sends a consumer another payload under the id of an event that it is given too, as a producer does that makes ids of
 * its own. Guard consumers are spared: what they keep of an event is the user's item, which holds no fingerprint.
 */
export function reuseId(consumer: SimulatedConsumer, choices: SeededChoices, world: World): void {
  const { log, surroundings } = world;
  const own = log.committed.filter((entry) => addresseesOf(entry, world).includes(consumer));
  if (own.length === 0 || consumer.mode === undefined || consumer.mode === 'guard') {
    return;
  }
  const { body, eventId, attributes } = choices.pick(own);
  const envelope = JSON.parse(body) as { readonly data: object };
  log.reusedIds.push({ consumer: consumer.name, eventId });
  surroundings.history.add(
    surroundings.scheduler.now(),
    consumer.name,
    'is sent another payload under the id of',
    eventId,
  );
  void consumer.queue.send({
    body: JSON.stringify({ ...envelope, data: { ...envelope.data, isAnother: true } }),
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([name, stringValue]) => [name, { dataType: 'String', stringValue }]),
    ),
  });
}
