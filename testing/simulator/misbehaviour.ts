import type { ReceivedEvent } from '../../lambdas/runtime/event-context.ts';
import { SeededChoices } from './seeded-choices.ts';

/** What a handler does to an event before it does its work. */
export type Misbehaviour =
  | { readonly kind: 'none' }
  /** Throws in its first runs. */
  | { readonly kind: 'throws'; readonly runs: number }
  /** Throws an error that says that no run can help. */
  | { readonly kind: 'rejects' }
  /** Ends its process in its first runs: out of memory, a crash in native code. */
  | { readonly kind: 'ends-process'; readonly runs: number }
  /** Does not return in its first runs. */
  | { readonly kind: 'hangs'; readonly runs: number }
  | { readonly kind: 'is-slow'; readonly milliseconds: number };

const ALWAYS = Number.POSITIVE_INFINITY;

/** How handlers of a consumer misbehave on an event: the same in every run of a seed. */
export function misbehaviourOn(seed: number, consumer: string, event: ReceivedEvent<unknown>): Misbehaviour {
  const choices = new SeededChoices(seed, `${consumer} on ${event.type} ${event.orderingKey} ${event.sequence}`);
  const runs = choices.pick([1, 2, 3, ALWAYS]);
  const draw = choices.fraction();
  if (draw < 0.8) {
    return { kind: 'none' };
  }
  if (draw < 0.88) {
    return { kind: 'throws', runs };
  }
  if (draw < 0.9) {
    return { kind: 'rejects' };
  }
  if (draw < 0.94) {
    return { kind: 'ends-process', runs };
  }
  return draw < 0.96
    ? { kind: 'hangs', runs: Math.min(runs, 2) }
    : { kind: 'is-slow', milliseconds: choices.integer(200, 3_000) };
}
