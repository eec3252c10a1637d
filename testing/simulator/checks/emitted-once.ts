import { eventKey } from '../../../lambdas/runtime/inbox-keys.ts';
import { envelopeOf } from '../envelope-of.ts';
import type { World } from '../world.ts';
import { addresseesOf } from './addressees-of.ts';

/** G2: an event that a consumer has applied made it emit each of its events, once; one that it has not applied, none. */
export function emittedOnce(world: World): readonly string[] {
  const { committed, completed } = world.log;
  const emitted = new Map<string, Set<string>>();
  for (const { body, eventId } of committed) {
    const envelope = envelopeOf(body);
    const key = `${envelope?.source} ${envelope?.causeid}`;
    emitted.set(key, (emitted.get(key) ?? new Set()).add(eventId));
  }
  const counted = world.consumers.filter(({ spec }) => spec.emits !== undefined);
  return counted.flatMap((consumer) =>
    committed
      .filter((entry) => addresseesOf(entry, world).includes(consumer))
      .flatMap(({ body, eventId }) => {
        const source = envelopeOf(body)?.source ?? '';
        const isApplied = completed.includes(eventKey(consumer.name, source, eventId));
        const meant = isApplied ? (consumer.spec.emits ?? 0) : 0;
        const got = emitted.get(`${consumer.source} ${eventId}`)?.size ?? 0;
        return got === meant
          ? []
          : [`G2 ${consumer.name} emitted ${got} events because of ${world.name(eventId)}, and was to emit ${meant}`];
      }),
  );
}
