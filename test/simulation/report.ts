import type { CallCoverage } from './call-coverage.ts';
import type { RangeReport } from './worker.ts';

/** What all histories together came to. */
export interface Totals {
  histories: number;
  events: number;
  readonly faults: Map<string, number>;
  readonly failed: RangeReport['failed'][number][];
}

/** The closing lines. */
export function summaryOf(
  { histories, events, faults, failed }: Totals,
  coverage: CallCoverage,
  seconds: number,
): string {
  const crashed = [...coverage.counts.values()].filter(({ before, after }) => before > 0 && after > 0).length;
  const byKind = [...faults].sort(([, one], [, other]) => other - one).map(([kind, count]) => `${kind} ${count}`);
  const total = [...faults.values()].reduce((sum, count) => sum + count, 0);
  return [
    `${histories} histories of ${events} events in ${seconds.toFixed(1)} s: ${Math.round(histories / seconds)} histories a second`,
    `${total} faults: ${byKind.join(', ')}`,
    `${coverage.counts.size} calls by the place that makes them, processes ended before and after ${crashed} of them`,
    ...coverage.neverCrashed().map((call) => `  no process ended before, or none after: ${call}`),
    ...coverage.neverMade().map((site) => `  never made: ${site}`),
    ...failed.map(({ system, seed, problem }) => `failed: ${system}, seed ${seed}: ${problem}`),
    failed.length === 0 ? 'no history broke a promise' : `${failed.length} histories broke a promise`,
  ].join('\n');
}
