import type { Finding, Verdict } from '../verdict/judge.ts';
import { formatCount, formatNumber } from './format.ts';
import type { Paint } from './paint.ts';

const MOST_VIOLATIONS_SHOWN = 10;

/** One line per promise, and below it what broke, with ids. */
export const reportVerdict = ({ findings }: Verdict, paint: Paint): string[] =>
  findings.flatMap((finding) => [reportFinding(finding, paint), ...reportViolations(finding, paint)]);

function reportFinding({ promise, title, evidence, isExercised, violations }: Finding, paint: Paint): string {
  const label = `${(promise.startsWith('G') ? promise : '').padEnd(2)}  ${title.padEnd(34)}`;
  if (violations.length > 0) {
    return `${paint.bad('✘')} ${paint.bold(label)}  ${paint.bad(`broken ${formatCount(violations.length, 'time')}`)}`;
  }
  return isExercised
    ? `${paint.good('✔')} ${label}  ${paint.dim(evidence)}`
    : paint.dim(`– ${label}  not exercised: ${evidence}`);
}

function reportViolations({ violations }: Finding, paint: Paint): string[] {
  const shown = violations
    .slice(0, MOST_VIOLATIONS_SHOWN)
    .map(({ kind, id, detail }) => `      ${paint.bad(kind)} ${id}: ${detail}`);
  const hidden = violations.length - shown.length;
  return hidden > 0 ? [...shown, paint.dim(`      and ${formatNumber(hidden)} more`)] : shown;
}
