import { describe, expect, it } from 'vitest';
import { createPaint } from '../../../example/run/report/paint.ts';
import { reportConsumers } from '../../../example/run/report/report-consumers.ts';
import { isMissing, reportFaults } from '../../../example/run/report/report-faults.ts';
import { reportRefusals } from '../../../example/run/report/report-refusals.ts';
import { exitCodeOf, isProved, type RunReport, reportRun } from '../../../example/run/report/report-run.ts';
import { reportUsage } from '../../../example/run/report/report-usage.ts';
import { reportVerdict } from '../../../example/run/report/report-verdict.ts';
import type { Finding, Verdict } from '../../../example/run/verdict/judge.ts';
import { Tally } from '../../../example/run/watch/tally.ts';
import { goodOutcome } from './verdict/outcomes.ts';

const paint = createPaint(false);
const findingOf = (promise: Finding['promise'], over: Partial<Finding> = {}): Finding => ({
  promise,
  title: '',
  evidence: '',
  isExercised: true,
  violations: [],
  ...over,
});
const message = { type: 'fanout.message', messageId: 'm', receiveCount: 1, attempt: 1, durationMs: 1 } as const;

describe('reportConsumers', () => {
  it('counts as events in what came to an end, and lists every consumer', () => {
    const tally = new Tally();
    for (const outcome of ['applied', 'duplicate', 'retry', 'dead-lettered'] as const) {
      tally.add('Payment', { ...message, consumer: 'payment', outcome });
    }

    const lines = reportConsumers(tally);

    expect(lines[0]).toMatch(/^consumer\s+events in\s+effects\s+duplicates absorbed\s+retries\s+dead letters$/);
    expect(lines.find((line) => line.startsWith('payment'))).toMatch(/^payment\s+3\s+1\s+1\s+1\s+1$/);
    expect(lines).toHaveLength(7);
  });
});

describe('reportUsage', () => {
  it('divides requests and units by the events of the component and marks what AWS did not answer', () => {
    const tally = new Tally();
    tally.add('Ledger', { ...message, consumer: 'ledger', outcome: 'applied' });
    tally.add('Ledger', { ...message, consumer: 'ledger', outcome: 'duplicate' });
    const operations = {
      'dynamodb.PutItem': { requests: 2, writeUnits: 1, readUnits: 0, estimatedWriteUnits: 1 },
      'sqs.ChangeMessageVisibilityBatch': { requests: 1, writeUnits: 0, readUnits: 0, estimatedWriteUnits: 0 },
    };
    tally.add('Ledger', { type: 'fanout.usage', component: 'ledger', operations });

    expect(reportUsage({ requests: 0, tally }).slice(1)).toEqual([
      expect.stringMatching(/^ledger\s+dynamodb\.PutItem\s+1\.00\s+1\.00 \(~0\.50\)$/),
      expect.stringMatching(/^\s+sqs\.ChangeMessageVisibilityBatch\s+0\.50\s+·$/),
    ]);
  });
});

describe('reportFaults', () => {
  it('says which kind should have happened and did not', () => {
    const faults = [
      { kind: 'crashes after the charge', count: 0, expected: true },
      { kind: 'cards declined', count: 0, expected: false },
      { kind: 'invocations throttled', count: 12, expected: true },
    ];

    expect(faults.filter(isMissing).map(({ kind }) => kind)).toEqual(['crashes after the charge']);
    expect(reportFaults(faults, paint)).toEqual([
      ' 0  crashes after the charge: this kind never happened',
      ' 0  cards declined',
      '12  invocations throttled',
    ]);
  });
});

describe('reportRefusals', () => {
  it('names the line and the field path', () => {
    const order = { line: 7, request: {}, sentTwice: false };

    expect(
      reportRefusals([
        { order, answer: { kind: 'refused', code: 'REQUEST_INVALID', message: 'lines[0].sku: Required' } },
        { order, answer: { kind: 'accepted', orderId: 'o', repeated: false } },
      ]),
    ).toEqual(['line 7: REQUEST_INVALID: lines[0].sku: Required']);
  });
});

describe('reportVerdict', () => {
  it('says what broke with ids, ten of a promise at most', () => {
    const violations = Array.from({ length: 12 }, (_, index) => ({
      promise: 'G2' as const,
      kind: 'doubled' as const,
      id: `order-${index}`,
      detail: '2 mails instead of 1',
    }));
    const findings = [
      findingOf('G1', { title: 'Nothing accepted is lost', evidence: '3 orders' }),
      findingOf('G2', { title: 'Effects happen once', evidence: '3 charges', violations }),
    ];

    const lines = reportVerdict({ held: false, acceptedOrders: 3, findings }, paint);

    expect(lines[0]).toMatch(/^✔ G1 {2}Nothing accepted is lost\s+3 orders$/);
    expect(lines[1]).toMatch(/^✘ G2 {2}Effects happen once\s+broken 12 times$/);
    expect(lines[2]).toBe('      doubled order-0: 2 mails instead of 1');
    expect(lines.at(-1)).toBe('      and 2 more');
    expect(lines).toHaveLength(13);
  });

  it('marks a promise that nothing exercised as such, and one that broke once', () => {
    const once = { promise: 'G5', kind: 'wrong', id: 'm-1', detail: 'has no failure report' } as const;
    const findings = [
      findingOf('G4', { title: 'Failure does not spread', evidence: 'nothing was dead-lettered', isExercised: false }),
      findingOf('G5', { title: 'Every dead letter explains itself', isExercised: false, violations: [once] }),
    ];

    const lines = reportVerdict({ held: false, acceptedOrders: 3, findings }, paint);

    expect(lines[0]).toMatch(/^– G4 {2}Failure does not spread\s+not exercised: nothing was dead-lettered$/);
    expect(lines[1]).toMatch(/^✘ G5 {2}Every dead letter explains itself\s+broken 1 time$/);
  });
});

describe('reportRun', () => {
  const reportOf = (verdict: Verdict): RunReport => ({
    seed: 1,
    times: { deployedAt: 1_000, synthesisMs: 500, deployMs: 500 },
    result: {
      outcome: goodOutcome(),
      tally: new Tally(),
      faults: [],
      isSettled: true,
      firstOrderAt: 2_000,
      ordersPerSecond: 1,
    },
    verdict,
    malformed: [],
  });

  it.each<[string, Verdict, boolean, readonly string[]]>([
    [
      'every promise held when all were exercised',
      { held: true, acceptedOrders: 1, findings: [findingOf('G1')] },
      true,
      ['Every promise held.'],
    ],
    [
      'that not every promise was exercised, and what exercises them',
      { held: true, acceptedOrders: 1, findings: [findingOf('G1'), findingOf('G4', { isExercised: false })] },
      true,
      ['Every promise that this run exercised held.', 'npm start -- --chaos exercises the others too.'],
    ],
    [
      'that nothing was proved when no order was accepted',
      { held: false, acceptedOrders: 0, findings: [findingOf('G1', { isExercised: false })] },
      false,
      ['No order was accepted: nothing was proved.'],
    ],
  ])('says %s', (_what, verdict, proved, conclusion) => {
    const report = reportOf(verdict);
    const lines = reportRun(report, paint);

    expect(isProved(report)).toBe(proved);
    expect(lines.slice(lines.lastIndexOf('') + 1).map((line) => line.trim())).toEqual(conclusion);
  });

  it('ends a run with exit code 0 only when it proved everything and nothing is left', () => {
    const proved = reportOf({ held: true, acceptedOrders: 1, findings: [findingOf('G1')] });
    const broken = reportOf({ held: false, acceptedOrders: 1, findings: [findingOf('G1')] });

    expect(exitCodeOf(proved, [])).toBe(0);
    expect(exitCodeOf(proved, ['stack Shop: DELETE_FAILED'])).toBe(1);
    expect(exitCodeOf(broken, [])).toBe(1);
  });
});
