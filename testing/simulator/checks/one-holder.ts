import type { HandlerRun } from '../effect-log.ts';
import type { World } from '../world.ts';
import { skewedProcesses } from './skewed-processes.ts';

/** G2: no two environments whose clocks are right work on one event of a lease consumer at the same time. */
export function oneHolder(world: World): readonly string[] {
  const skewed = skewedProcesses(world);
  const runs = world.log.runs.filter(({ process }) => !skewed.has(process));
  return world.consumers
    .filter(({ mode }) => mode === 'lease')
    .flatMap(({ name }) => {
      const byEvent = Map.groupBy(
        runs.filter(({ consumer }) => consumer === name),
        ({ eventId }) => eventId,
      );
      return [...byEvent]
        .filter(([, ofEvent]) => haveOverlap(ofEvent))
        .map(([eventId]) => `G2 two environments held a valid lease of ${name} on ${world.name(eventId)}`);
    });
}

const haveOverlap = (runs: readonly HandlerRun[]): boolean =>
  runs.some((one, index) =>
    runs.slice(index + 1).some((other) => {
      const oneEnds = Math.min(one.endedAt ?? Number.POSITIVE_INFINITY, one.validUntil);
      return other.process !== one.process && other.startedAt < oneEnds;
    }),
  );
