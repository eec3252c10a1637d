import { envelopeOf } from '../envelope-of.ts';
import type { World } from '../world.ts';

/**
 * G3: on a FIFO path the effects of a key happened in the order of its events. Dead-lettered events, by the runtime or by
 * SNS, are gaps: their followers go on, and what is redriven comes later.
 */
export function orderKept(world: World): readonly string[] {
  const { log } = world;
  return world.consumers
    .filter(({ spec }) => spec.topic.fifo)
    .flatMap(({ name, queue }) => {
      const gaps = new Set([
        ...log.deadLetters.filter(({ consumer }) => consumer === name).map(({ body }) => envelopeOf(body)?.id),
        ...world.messaging.refusedBy(queue.arn),
      ]);
      const seen = new Set<string>();
      const last = new Map<string, { readonly sequence: number; readonly eventId: string }>();
      return [...log.written, ...log.called].flatMap(({ consumer, eventId, orderingKey, sequence }) => {
        // Outside systems absorb a copy: a handler that was abandoned may come back to its call much later.
        if (consumer !== name || gaps.has(eventId) || seen.has(eventId)) {
          return [];
        }
        seen.add(eventId);
        const before = last.get(orderingKey);
        if (before !== undefined && before.sequence > sequence) {
          return [`G3 ${name} applied ${world.name(eventId)} after ${world.name(before.eventId)}`];
        }
        last.set(orderingKey, { sequence, eventId });
        return [];
      });
    });
}
