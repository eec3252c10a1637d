import type { World } from '../world.ts';

/** G4: no handler is told of more attempts than there were runs. */
export function attemptsHonest(world: World): readonly string[] {
  const counted = new Map<string, number>();
  return world.log.runs.flatMap(({ consumer, eventId, attempt }) => {
    const key = `${consumer} ${eventId}`;
    const runs = (counted.get(key) ?? 0) + 1;
    counted.set(key, runs);
    const untold = world.log.runsAtMost(consumer, eventId) - world.log.runsOf(consumer, eventId).length;
    return attempt > runs + untold
      ? [`G4 ${consumer} was told of attempt ${attempt} on ${world.name(eventId)} in run ${runs}`]
      : [];
  });
}
