import type { ReceivedEvent } from '../../lambdas/runtime/event-context.ts';
import { SeededChoices } from './seeded-choices.ts';

/** What a handler does to an event before it does its work. */
export type Misbehaviour =
  /** Throws in its first runs. */
  | { readonly kind: 'handler-throws'; readonly runs: number }
  /** Throws an error that says that no run can help. */
  | { readonly kind: 'handler-rejects' }
  /** Ends its process in its first runs: out of memory, a crash in native code. */
  | { readonly kind: 'handler-ends-process'; readonly runs: number }
  /** Does not return in its first runs. */
  | { readonly kind: 'handler-hangs'; readonly runs: number }
  | { readonly kind: 'handler-is-slow'; readonly milliseconds: number };

const ALWAYS = Number.POSITIVE_INFINITY;

/** How handlers of a consumer misbehave on an event, if they do: the same in every run of a seed. */
export function misbehaviourOn(
  seed: number,
  consumer: string,
  event: ReceivedEvent<unknown>,
): Misbehaviour | undefined {
  const choices = new SeededChoices(seed, `${consumer} on ${event.type} ${event.orderingKey} ${event.sequence}`);
  const runs = choices.pick([1, 2, 3, ALWAYS]);
  const draw = choices.fraction();
  if (draw < 0.8) {
    return undefined;
  }
  if (draw < 0.88) {
    return { kind: 'handler-throws', runs };
  }
  if (draw < 0.9) {
    return { kind: 'handler-rejects' };
  }
  if (draw < 0.94) {
    return { kind: 'handler-ends-process', runs };
  }
  return draw < 0.96
    ? { kind: 'handler-hangs', runs: Math.min(runs, 2) }
    : { kind: 'handler-is-slow', milliseconds: choices.integer(200, 3_000) };
}
