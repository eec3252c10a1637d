import { expect, it } from 'vitest';
import { type Answer, ask, type Question } from './ask.ts';
import type { DeployedPolicies } from './deployed-policies.ts';

/** A question in words, the answer that is right, and the question as IAM gets it. */
export type Row = readonly [what: string, expected: Answer, question: Question];

/** A test for each question. */
export function check(policies: DeployedPolicies, rows: readonly Row[]): void {
  it.each(rows)('%s: %s', async (_what, expected, question) => {
    expect(await ask(policies, question)).toBe(expected);
  });
}

/** What a service says of whom it acts for. */
export const onBehalfOf = (arn: string, more: Record<string, string> = {}): Record<string, string> => ({
  'aws:SourceArn': arn,
  'aws:SourceAccount': arn.split(':')[4] ?? '',
  ...more,
});
