import type { Capability } from 'fanout/testing';
import { type Difference, differences } from '../../test/acceptance/differences.ts';
import type { ReportedTest, VitestRun } from '../run-vitest.ts';

/** One run of the suite: on which target, and how it ended. */
export interface Column {
  readonly target: string;
  readonly capabilities: ReadonlySet<Capability>;
  readonly run: VitestRun;
}

/** What came of all cases. */
export interface CaseTable {
  /** Case by case, a column for each target. */
  readonly lines: readonly string[];
  readonly passed: number;
  /** Cases that failed, did not run, or were left out without a difference that says why. */
  readonly failed: number;
}

interface Cell {
  readonly kind: 'passed' | 'failed' | 'differs';
  readonly text: string;
}

const CASE_WIDTH = 120;

/** Puts the cases of several runs side by side, with how long each took. */
export function caseTable(columns: readonly Column[]): CaseTable {
  const results = columns.map(({ capabilities, run }) => ({
    capabilities,
    tests: new Map(testsOf(run).map((test) => [nameOf(test), test])),
  }));
  const names = [...new Set(results.flatMap(({ tests }) => [...tests.keys()]))].sort();
  const rows = names.map((name) => ({
    name,
    cells: results.map(({ capabilities, tests }) => cellOf(tests.get(name), leftOut(name), capabilities)),
  }));
  const cells = rows.flatMap((row) => row.cells);
  return {
    lines: [
      line(
        'case',
        columns.map(({ target }) => target),
      ),
      ...rows.map((row) =>
        line(
          row.name,
          row.cells.map(({ text }) => text),
        ),
      ),
      ...differing(rows),
    ],
    passed: cells.filter(({ kind }) => kind === 'passed').length,
    failed: cells.filter(({ kind }) => kind === 'failed').length + columns.filter(({ run }) => isHollow(run)).length,
  };
}

const testsOf = ({ report }: VitestRun): readonly ReportedTest[] =>
  (report?.testResults ?? []).flatMap(({ assertionResults }) => assertionResults);

const nameOf = ({ ancestorTitles, title }: ReportedTest): string => [...ancestorTitles, title].join(' > ');

/** Whether a run failed in a way that no case shows: no test ran, or vitest itself reports an error. */
const isHollow = (run: VitestRun): boolean =>
  testsOf(run).length === 0 || (run.code !== 0 && run.report?.numFailedTests === 0);

const leftOut = (name: string): Difference | undefined =>
  Object.values<Difference>(differences).find((one) => one.leavesOut === 'case' && one.cases.includes(name));

function cellOf(
  test: ReportedTest | undefined,
  difference: Difference | undefined,
  capabilities: ReadonlySet<Capability>,
): Cell {
  const seconds = `${((test?.duration ?? 0) / 1_000).toFixed(1)} s`;
  switch (test?.status) {
    case 'passed':
      return { kind: 'passed', text: seconds };
    case 'failed':
      return { kind: 'failed', text: `FAILED ${seconds}` };
    case undefined:
      return { kind: 'failed', text: 'NOT RUN' };
    default:
      return difference === undefined || capabilities.has(difference.needs)
        ? { kind: 'failed', text: 'SKIPPED' }
        : { kind: 'differs', text: 'differs' };
  }
}

const line = (name: string, texts: readonly string[]): string =>
  [name.padEnd(CASE_WIDTH), ...texts.map((text) => text.padStart(14))].join(' ');

const differing = (rows: readonly { readonly name: string; readonly cells: readonly Cell[] }[]): string[] =>
  rows
    .filter(({ cells }) => cells.some(({ kind }) => kind === 'differs'))
    .flatMap(({ name }) => {
      const { needs, reason, instead } = leftOut(name) as Difference;
      return ['', `differs: ${name}`, `  needs ${needs}: ${reason}; instead, ${instead} (docs/suite.md)`];
    });
