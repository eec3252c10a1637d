import type { Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { ACKNOWLEDGEMENT_RULES } from '../../../lib/rules/acknowledgement-rules.ts';
import { ALL_RULES } from '../../../lib/rules/all-rules.ts';
import { allExamples } from './examples/all-examples.ts';
import { brokenRules, plainStack } from './plain-fanout.ts';

const rulesBrokenBy = (build: (stack: Stack) => void): readonly string[] => {
  const stack = plainStack();
  build(stack);
  return brokenRules(stack);
};

describe('the rules', () => {
  it('each have an id of their own and an example', () => {
    const ids = [...ALL_RULES, ...ACKNOWLEDGEMENT_RULES].map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(allExamples).toSorted()).toEqual(ids.toSorted());
  });

  it.each(Object.entries(allExamples))("G7 %s finds what aws-cdk's own L2s synthesise", (id, { refused, accepted }) => {
    expect(rulesBrokenBy(refused)).toContain(id);
    expect(rulesBrokenBy(accepted)).not.toContain(id);
  });
});
