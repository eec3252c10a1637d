import { mentions, offendingEvents } from './offending-events.ts';
import type { SeedResult } from './run-seed.ts';

/** A history of up to so many lines is shown whole. */
const SHORT = 60;
/** Events whose lines are shown, and how many lines of each, the first and the last. */
const SHOWN_EVENTS = 3;
const FIRST_LINES = 12;
const LAST_LINES = 24;
/** Lines before and after the last one that is about an offending event. */
const BEFORE = 10;
const AFTER = 5;

/** A history, line by line, and what does not hold at its end. */
export const historyOf = ({ history, problems, system, seed }: SeedResult): string =>
  [`history of ${system}, seed ${seed}`, ...history.lines(), ...problems.map((problem) => `problem: ${problem}`)].join(
    '\n',
  );

/** Whether a history broke a promise, in a line. */
export function verdictOn({ system, seed, problems, struck, requests, history }: SeedResult): string {
  const verdict = problems.length === 0 ? 'no promise was broken' : `${problems.length} promises were broken`;
  return `${system}, seed ${seed}: ${verdict} (${requests.length} requests, ${struck.length} faults, ${history.events.length} lines)`;
}

/**
 * A failing history: what became of the events that its first problem is about, and what happened around it; all of it
 * when it is short or `whole`. `seeAll` says how to see all of a longer one.
 */
export function failureReport(result: SeedResult, seeAll: string, whole = false): string {
  const { problems, struck, requests, history } = result;
  const [problem = ''] = problems;
  const lines = history.lines();
  const showsAll = whole || lines.length <= SHORT;
  const about = offendingEvents(result);
  const faults = struck.map(({ id, kind }) => `${kind} at ${id}`).join(', ') || 'none';
  return [
    `${result.system}, seed ${result.seed}: ${problem}`,
    ...(showsAll ? [historyOf(result), ''] : []),
    ...about.slice(0, SHOWN_EVENTS).flatMap((name) => viewOf(name, result)),
    ...(about.length > SHOWN_EVENTS ? [`and ${about.length - SHOWN_EVENTS} more events`, ''] : []),
    ...(whole || lines.length <= SHORT
      ? []
      : [...surroundingsOf(about, lines), `all ${lines.length} lines: ${seeAll}`]),
    `needs ${requests.length} requests and ${struck.length} faults: ${faults}`,
  ].join('\n');
}

/** The lines that mention an event, and the faults that struck meanwhile. */
function viewOf(name: string, { history }: SeedResult): readonly string[] {
  const lines = history.lines();
  const own = lines.flatMap((line, index) => (mentions(line, name) ? [index] : []));
  const [first = 0] = own;
  const last = own.at(-1) ?? 0;
  const shown = lines.filter(
    (line, index) =>
      mentions(line, name) || (index > first && index < last && history.events[index]?.what.startsWith('! ')),
  );
  const left = shown.length - FIRST_LINES - LAST_LINES;
  return [
    `what became of ${name}:`,
    ...(left > 1 ? [...shown.slice(0, FIRST_LINES), `  … ${left} lines`, ...shown.slice(-LAST_LINES)] : shown),
    '',
  ];
}

/** What happened around the last line that is about one of the events; the end when there is none. */
function surroundingsOf(about: readonly string[], lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => about.some((name) => mentions(line, name)));
  const at = last === -1 ? lines.length - 1 : last;
  const start = Math.max(0, at - BEFORE);
  const end = Math.min(lines.length, at + AFTER + 1);
  return [`around it, lines ${start + 1} to ${end} of ${lines.length}:`, ...lines.slice(start, end), ''];
}
