import type { HandlerWatch } from './handler-watch.ts';
import { runSeed, type SeedResult } from './run-seed.ts';
import { SimulationUnrepeatableError } from './simulation-errors.ts';
import type { System } from './system.ts';
import { sourcesDrawnOn } from './unrepeatable-sources.ts';

/** Longer lines are cut around the place where they differ. */
const SHOWN_CHARACTERS = 240;

/**
 * Runs a history again and compares the two.
 *
 * @throws SimulationUnrepeatableError that names the first difference and what the user's code drew on.
 */
export async function requireRepeatable(system: System, first: SeedResult, watch: HandlerWatch): Promise<void> {
  const again = await runSeed(system, first.seed);
  const difference = differenceOf(first, again);
  if (difference === undefined) {
    return;
  }
  const sources = await sourcesDrawnOn(
    () => watch.running(),
    () => runSeed(system, first.seed),
  );
  const suspects =
    sources.length === 0 ? ['something outlives setUp: a counter, a cache, a variable of a module'] : sources;
  throw new SimulationUnrepeatableError(
    [
      `seed ${first.seed} does not repeat: ${difference.where} differs when the history is run again`,
      `  first: ${difference.first}`,
      `  again: ${difference.again}`,
      ...suspects.map((suspect) => `likely because ${suspect}`),
      'take times and ids from the event and its context (event.time, event.id, idempotencyKey), and make what handlers share in setUp',
    ].join('\n'),
  );
}

interface Difference {
  readonly where: string;
  readonly first: string;
  readonly again: string;
}

function differenceOf(first: SeedResult, again: SeedResult): Difference | undefined {
  const [one, other] = [first, again].map(({ history }) => history.fullLines()) as [
    readonly string[],
    readonly string[],
  ];
  const index = one.findIndex((line, at) => line !== other[at]);
  if (index !== -1 || other.length > one.length) {
    const at = index === -1 ? one.length : index;
    return { where: `line ${at + 1} of it`, ...shownAt(one[at], other[at]) };
  }
  const [verdict, next] = [first, again].map(({ problems }) => problems.join('; ') || 'no problem');
  return verdict === next ? undefined : { where: 'what check answers', ...shownAt(verdict, next) };
}

/** Two texts, cut around the first character that differs. */
function shownAt(first = '(no such line)', again = '(no such line)'): Pick<Difference, 'first' | 'again'> {
  const differs = [...first].findIndex((character, index) => character !== again[index]);
  const start = Math.max(0, differs - SHOWN_CHARACTERS / 2);
  const shown = (text: string): string =>
    `${start > 0 ? '…' : ''}${text.slice(start, start + SHOWN_CHARACTERS)}${text.length > start + SHOWN_CHARACTERS ? '…' : ''}`;
  return { first: shown(first), again: shown(again) };
}
