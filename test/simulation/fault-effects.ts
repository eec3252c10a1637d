import type { FaultKind } from '../../testing/simulator/fault-plan.ts';
import { runSeed, type SeedResult } from '../../testing/simulator/run-seed.ts';
import type { System } from '../../testing/simulator/system.ts';

/** In how many histories a kind of fault struck, and in how many of them something else would have happened without it. */
export interface FaultEffect {
  struck: number;
  told: number;
}

/** Runs a history again without each kind of fault that struck in it, and adds up what that changed. */
export async function addEffects(system: System, seed: number, effects: Map<FaultKind, FaultEffect>): Promise<void> {
  const whole = await runSeed(system, seed);
  const happened = happeningsOf(whole);
  for (const kind of new Set(whole.struck.map((fault) => fault.kind))) {
    const others = whole.struck.filter((fault) => fault.kind !== kind).map(({ id }) => id);
    const without = await runSeed(system, seed, { only: new Set([...others, ...whole.requests]) });
    const effect = effects.get(kind) ?? { struck: 0, told: 0 };
    effect.struck += 1;
    effect.told += happeningsOf(without) === happened ? 0 : 1;
    effects.set(kind, effect);
  }
}

/** The effects of all kinds in lines, the weakest first. */
export const effectLines = (effects: ReadonlyMap<FaultKind, FaultEffect>): readonly string[] =>
  [...effects]
    .sort(([, one], [, other]) => one.told / one.struck - other.told / other.struck)
    .map(([kind, { struck, told }]) => {
      const percent = `${Math.round((100 * told) / struck)} %`.padStart(5);
      return `${kind.padEnd(22)} changed what happened in ${percent} of ${struck} histories`;
    });

/** What happened how often, whenever that was and whichever environment it was: a fault that moves times alone changes nothing. */
function happeningsOf({ history, log }: SeedResult): string {
  const counts = new Map<string, number>();
  for (const { who, what } of history.events) {
    if (!what.startsWith('! ')) {
      const happening = `${who.replace(/#\d+$/, '')} ${what}`;
      counts.set(happening, (counts.get(happening) ?? 0) + 1);
    }
  }
  return JSON.stringify([[...counts].sort(), log.deadLetters.map(({ report }) => report?.reason).sort()]);
}
