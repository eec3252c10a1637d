import type { Submission } from '../submission.ts';
import { formatNumber } from './format.ts';

const MOST_REFUSALS_SHOWN = 20;

/** One line per order that place-order refused: its line in the input, and the field path and problem it was told. */
export function reportRefusals(submissions: readonly Submission[]): string[] {
  const refused = submissions.flatMap(({ order, answer }) =>
    answer.kind === 'refused' ? [`line ${order.line}: ${answer.code}: ${answer.message}`] : [],
  );
  const hidden = refused.length - MOST_REFUSALS_SHOWN;
  return hidden > 0 ? [...refused.slice(0, MOST_REFUSALS_SHOWN), `and ${formatNumber(hidden)} more`] : refused;
}
