import type { Finding, Verdict } from '../verdict/judge.ts';
import { formatNumber } from './format.ts';
import type { Paint } from './paint.ts';

const MOST_VIOLATIONS_SHOWN = 10;

/** One line per promise, and below it what broke, with ids. */
export const reportVerdict = ({ findings }: Verdict, paint: Paint): string[] =>
  findings.flatMap((finding) => [reportFinding(finding, paint), ...reportViolations(finding, paint)]);

function reportFinding({ promise, title, evidence, violations }: Finding, paint: Paint): string {
  const label = `${(promise.startsWith('G') ? promise : '').padEnd(2)}  ${title.padEnd(34)}`;
  return violations.length === 0
    ? `${paint.good('✔')} ${label}  ${paint.dim(evidence)}`
    : `${paint.bad('✘')} ${paint.bold(label)}  ${paint.bad(`broken ${formatNumber(violations.length)} times`)}`;
}

function reportViolations({ violations }: Finding, paint: Paint): string[] {
  const shown = violations
    .slice(0, MOST_VIOLATIONS_SHOWN)
    .map(({ kind, id, detail }) => `      ${paint.bad(kind)} ${id}: ${detail}`);
  const hidden = violations.length - shown.length;
  return hidden > 0 ? [...shown, paint.dim(`      and ${formatNumber(hidden)} more`)] : shown;
}
