import { envelopeOf } from './envelope-of.ts';
import type { SeedResult } from './run-seed.ts';

/** Shorter texts of a payload are in too many sentences. */
const TELLING_CHARACTERS = 3;

/**
 * Names of the events that a history's first problem is about: those that it names, else those whose payload it quotes,
 * else those that were handled more than once.
 */
export function offendingEvents({ problems, history, log }: SeedResult): readonly string[] {
  const [problem = ''] = problems;
  const names = [...history.names()];
  const named = names.filter((name) => mentions(problem, name));
  if (named.length > 0) {
    return named;
  }
  const quoted = log.committed.flatMap(({ body, eventId }) =>
    textsOf(envelopeOf(body)?.data).some((text) => mentions(problem, text)) ? [history.nameOf(eventId)] : [],
  );
  const repeated = log.runs.flatMap(({ eventId, consumer }) =>
    log.runsOf(consumer, eventId).length > 1 ? [history.nameOf(eventId)] : [],
  );
  return [...new Set(quoted.length > 0 ? quoted : repeated)];
}

/** Whether a text names something: not as a part of a longer name. */
export const mentions = (text: string, name: string): boolean =>
  new RegExp(`(?<![\\w.-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`).test(text);

/** The texts in a payload that say something. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    return value.length >= TELLING_CHARACTERS ? [value] : [];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
