import type { DriveResult } from '../drive-platform.ts';
import type { NdjsonProblem } from '../ndjson.ts';
import type { Verdict } from '../verdict/judge.ts';
import { formatCount, formatSeconds } from './format.ts';
import type { Paint } from './paint.ts';
import { reportConsumers } from './report-consumers.ts';
import { isMissing, reportFaults } from './report-faults.ts';
import { reportRefusals } from './report-refusals.ts';
import { reportUsage } from './report-usage.ts';
import { reportVerdict } from './report-verdict.ts';

/** Milliseconds that the phases of a run took. */
export interface PhaseTimes {
  /** From the start of the process. */
  readonly deployedAt: number;
  readonly synthesisMs: number;
  readonly deployMs: number;
}

/** A run, ready to be told. */
export interface RunReport {
  readonly seed: number;
  readonly times: PhaseTimes;
  readonly result: DriveResult;
  readonly verdict: Verdict;
  readonly malformed: readonly NdjsonProblem[];
}

/** Whether a run proved all that it set out to prove. */
export const isProved = ({ result, verdict, malformed }: RunReport): boolean =>
  verdict.held && result.isSettled && malformed.length === 0 && !result.faults.some(isMissing);

/** Exit code of a run that came to its verdict: 0 when it proved everything, and nothing that it started is `left`. */
export const exitCodeOf = (report: RunReport, left: readonly string[]): 0 | 1 =>
  isProved(report) && left.length === 0 ? 0 : 1;

/** Tells a run: what consumers did, what it cost, what was broken, and the verdict. */
export function reportRun(report: RunReport, paint: Paint): string[] {
  const { result, seed, verdict } = report;
  const { tally, outcome, faults } = result;
  return [
    ...section('What the consumers did', reportConsumers(tally), paint, { hasTitles: true }),
    ...section(
      'What an event costs (~: by the rule of AWS, which answers no units for refused writes)',
      reportUsage({ requests: outcome.submissions.length, tally }),
      paint,
      { hasTitles: true },
    ),
    ...section(`What chaos broke, seed ${seed}`, faults.length > 0 ? reportFaults(faults, paint) : [], paint),
    ...section('What place-order refused', reportRefusals(outcome.submissions), paint),
    ...section('Verdict', reportVerdict(verdict, paint), paint),
    '',
    ...reportTimes(report).map((line) => `  ${line}`),
    '',
    ...reportConclusion(report, paint).map((line) => `  ${line}`),
  ];
}

function section(title: string, lines: readonly string[], paint: Paint, { hasTitles = false } = {}): string[] {
  return lines.length === 0
    ? []
    : [
        '',
        `  ${paint.bold(title)}`,
        ...lines.map((line, index) => `  ${hasTitles && index === 0 ? paint.dim(line) : line}`),
      ];
}

function reportTimes({ times, result }: RunReport): string[] {
  const { firstOrderAt, ordersPerSecond, outcome } = result;
  const { deployedAt, synthesisMs, deployMs } = times;
  return [
    `deployed ${formatSeconds(deployedAt)} after the start: bundled and synthesised in ${formatSeconds(synthesisMs)}, template to ready in ${formatSeconds(deployMs)}`,
    firstOrderAt === undefined
      ? 'the first order did not go through all consumers'
      : `first order through all consumers ${formatSeconds(firstOrderAt)} after the start`,
    `${formatCount(outcome.orders.length, 'order')} at ${ordersPerSecond.toFixed(1)} a second`,
  ];
}

function reportConclusion(report: RunReport, paint: Paint): string[] {
  const { verdict, result, malformed } = report;
  const problems = [
    ...(verdict.findings.some(({ violations }) => violations.length > 0) ? ['A promise was broken.'] : []),
    ...(verdict.acceptedOrders === 0 ? ['No order was accepted: nothing was proved.'] : []),
    ...(result.isSettled ? [] : ['Not everything came to rest before the deadline.']),
    ...result.faults.filter(isMissing).map(({ kind }) => `No ${kind}: chaos did not do what it was to do.`),
    ...(malformed.length > 0 ? [`${formatCount(malformed.length, 'line')} of the orders malformed.`] : []),
  ];
  return problems.length === 0 ? reportSuccess(report, paint) : problems.map((problem) => paint.bad(problem));
}

function reportSuccess({ verdict, result }: RunReport, paint: Paint): string[] {
  if (verdict.findings.every(({ isExercised }) => isExercised)) {
    return [paint.good('Every promise held.')];
  }
  const isChaos = result.faults.length > 0;
  return [
    paint.good('Every promise that this run exercised held.'),
    ...(isChaos ? [] : [paint.dim('npm start -- --chaos exercises the others too.')]),
  ];
}
