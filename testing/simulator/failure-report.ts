import type { SeedResult } from './run-seed.ts';

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

/** A failing history, and what became of the events that its first problem names. */
export function failureReport(result: SeedResult): string {
  const { problems, struck, requests, history } = result;
  const [problem = ''] = problems;
  const about = [...history.names()].filter((name) => problem.includes(name));
  const faults = struck.map(({ id, kind }) => `${kind} at ${id}`).join(', ') || 'none';
  return [
    `${result.system}, seed ${result.seed}: ${problem}`,
    historyOf(result),
    '',
    ...about.flatMap((name) => [`what became of ${name}:`, ...history.linesAbout(name), '']),
    `needs ${requests.length} requests and ${struck.length} faults: ${faults}`,
  ].join('\n');
}
