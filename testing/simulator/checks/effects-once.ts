import type { World } from '../world.ts';

/** G2: no effect was written twice, no event emitted twice, and outside systems saw one key per event. */
export function effectsOnce(world: World): readonly string[] {
  const { written, called, completed, committed, misreported } = world.log;
  return [
    ...twice(written, ({ consumer, eventId }) => `${world.name(eventId)} at ${consumer}`).map(
      (what) => `G2 the effect of ${what} was written more than once`,
    ),
    ...twice(completed, (key) => world.named(key)).map((what) => `G2 ${what} was completed more than once`),
    ...misreported.map((key) => `G2 ${world.named(key)} had been applied, and a business condition was reported`),
    ...twice(committed, ({ eventId, topic }) => `${world.name(eventId)} to ${topic}`).map(
      (what) => `G2 ${what} was emitted more than once`,
    ),
    ...[...Map.groupBy(called, ({ consumer, eventId }) => `${world.name(eventId)} at ${consumer}`)]
      .filter(([, calls]) => new Set(calls.map(({ idempotencyKey }) => idempotencyKey)).size > 1)
      .map(([what]) => `G2 the outside system was given different idempotency keys for ${what}`),
  ];
}

function twice<Value>(values: readonly Value[], nameOf: (value: Value) => string): readonly string[] {
  const counted = Map.groupBy(values, nameOf);
  return [...counted].filter(([, same]) => same.length > 1).map(([name]) => name);
}
