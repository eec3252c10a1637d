import type { World } from '../world.ts';
import { skewedProcesses } from './skewed-processes.ts';

/** G4: no handler is told of more attempts than there were runs. */
export function attemptsHonest(world: World): readonly string[] {
  const counted = new Map<string, number>();
  const skewed = skewedProcesses(world);
  return world.log.runs.flatMap(({ consumer, eventId, attempt }) => {
    const key = `${consumer} ${eventId}`;
    const runs = (counted.get(key) ?? 0) + 1;
    counted.set(key, runs);
    const untold = world.log.runsAtMost(consumer, eventId, skewed) - world.log.runsOf(consumer, eventId).length;
    return attempt > runs + untold
      ? [`G4 ${consumer} was told of attempt ${attempt} on ${world.name(eventId)} in run ${runs}`]
      : [];
  });
}
