import { describe, expect, it } from 'vitest';
import type { ReportedTest, VitestRun } from '../../../scripts/run-vitest.ts';
import { caseTable } from '../../../scripts/targets/case-table.ts';
import { differences } from '../../../test/acceptance/differences.ts';
import { embeddedCapabilities, localStackCapabilities } from '../../../testing/targets/capability.ts';

const [suite = '', title = ''] = differences.relayCrash.cases[0].split(' > ');
const test = (status: ReportedTest['status'], name = 'works'): ReportedTest => ({
  ancestorTitles: name === title ? [suite] : ['an order'],
  title: name,
  status,
  duration: 1_234,
});
const run = (tests: readonly ReportedTest[], code = 0): VitestRun => ({
  code,
  output: '',
  report: {
    numPassedTests: tests.filter(({ status }) => status === 'passed').length,
    numFailedTests: tests.filter(({ status }) => status === 'failed').length,
    numPendingTests: tests.filter(({ status }) => status === 'skipped').length,
    testResults: [{ assertionResults: tests }],
  },
});
const tableOf = (embedded: VitestRun, other: VitestRun) =>
  caseTable([
    { target: 'embedded', capabilities: embeddedCapabilities, run: embedded },
    { target: 'LocalStack', capabilities: localStackCapabilities, run: other },
  ]);

describe('the table of cases', () => {
  it('puts the durations of both targets beside each case', () => {
    const { lines, passed, failed } = tableOf(run([test('passed')]), run([test('passed')]));

    expect(lines[0]).toMatch(/^case +embedded +LocalStack$/);
    expect(lines[1]).toMatch(/^an order > works +1\.2 s +1\.2 s$/);
    expect({ passed, failed }).toEqual({ passed: 2, failed: 0 });
  });

  it.each([
    ['fails', run([test('failed')], 1), 'FAILED 1.2 s'],
    ['is missing', run([test('passed', 'another')]), 'NOT RUN'],
    ['is skipped without a difference that says why', run([test('skipped')]), 'SKIPPED'],
  ])('counts a case that %s', (_what, other, text) => {
    const { lines, failed } = tableOf(run([test('passed')]), other);

    expect(lines.find((line) => line.startsWith('an order > works'))).toContain(text);
    expect(failed).toBeGreaterThan(0);
  });

  it('says of a case that a target cannot run what it needs and what is checked instead', () => {
    const { lines, passed, failed } = tableOf(run([test('passed', title)]), run([test('skipped', title)]));

    expect(lines.join('\n')).toContain(`needs fault-injection: ${differences.relayCrash.reason}`);
    expect({ passed, failed }).toEqual({ passed: 1, failed: 0 });
  });

  it('counts a case that is left out on a target that can run it', () => {
    const { lines, failed } = tableOf(run([test('skipped', title)]), run([test('skipped', title)]));

    expect(lines.find((line) => line.includes(title))).toMatch(/ SKIPPED +differs$/);
    expect(failed).toBe(1);
  });

  it.each([
    ['in which no test ran', { code: 1, output: 'broken' }],
    ['that failed outside of its tests', run([test('passed')], 1)],
  ])('counts a run %s as a failure', (_what, other) => {
    expect(tableOf(run([test('passed')]), other).failed).toBeGreaterThan(0);
  });
});
