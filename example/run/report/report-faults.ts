import type { FaultCount } from '../chaos/count-faults.ts';
import { formatNumber } from './format.ts';
import type { Paint } from './paint.ts';

/** One line per kind of fault; a kind that should have happened and did not stands out. */
export function reportFaults(faults: readonly FaultCount[], paint: Paint): string[] {
  const width = Math.max(...faults.map(({ count }) => formatNumber(count).length));
  return faults.map((fault) => {
    const line = `${formatNumber(fault.count).padStart(width)}  ${fault.kind}`;
    return isMissing(fault) ? paint.bad(`${line}: this kind never happened`) : line;
  });
}

/** Whether a kind of fault that the run was to have never happened. */
export const isMissing = ({ count, expected }: FaultCount): boolean => expected && count === 0;
