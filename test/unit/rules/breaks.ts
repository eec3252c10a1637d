import type { Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { brokenRules, plainStack } from './plain-fanout.ts';

/** One way to break a rule, and what comes closest to it without. */
export interface RuleCase {
  readonly rule: string;
  readonly what: string;
  readonly good: (stack: Stack) => void;
  readonly bad: (stack: Stack) => void;
  readonly context?: Record<string, unknown>;
  /** Another rule that cannot hold either. */
  readonly also?: string;
}

/** Tests that each case breaks its rule, and that nothing else is found. */
export function breaks(subject: string, cases: readonly RuleCase[]): void {
  describe(`${subject}, of plain L1s`, () => {
    it.each(cases)('break $rule by $what, and nothing else', ({ rule, good, bad, context, also }) => {
      expect(rulesBrokenBy(good, context)).toEqual([]);
      expect(rulesBrokenBy(bad, context)).toEqual([rule, ...(also === undefined ? [] : [also])]);
    });
  });
}

function rulesBrokenBy(build: (stack: Stack) => void, context: Record<string, unknown> | undefined): readonly string[] {
  const stack = plainStack(context);
  build(stack);
  return brokenRules(stack.node.root);
}
