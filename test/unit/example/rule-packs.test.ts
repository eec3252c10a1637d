import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { FanoutChecks } from 'fanout';
import { describe, expect, it } from 'vitest';
import { exampleStack } from './example-template.ts';

const packs = { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, ServerlessChecks };

/** Every acknowledgement in the stack: rule and reason. */
const acknowledgements = (stack: ReturnType<typeof exampleStack>): readonly (readonly [string, string])[] =>
  stack.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.entries(data as Record<string, string>)),
    );

describe('the example in production', () => {
  it.each(Object.entries(packs))('G8 has no unexplained finding of %s', (_name, Pack) => {
    const stack = exampleStack('prod');

    const { violations } = new Pack(stack.node.root).validateScope(stack);

    expect(violations.map(({ ruleName }) => ruleName)).toEqual([]);
  });

  it('G7 has no unexplained finding of Fanout’s own checks', () => {
    const stack = exampleStack('prod');

    const { violations } = new FanoutChecks().validateScope(stack);

    expect(violations.map(({ ruleName, description }) => `${ruleName}: ${description}`)).toEqual([]);
  });

  it('gives a reason for each acknowledgement', () => {
    for (const [rule, reason] of acknowledgements(exampleStack('prod'))) {
      expect(reason.length, rule).toBeGreaterThan(20);
    }
  });

  it('acknowledges nothing that no rule finds', () => {
    const stack = exampleStack('prod');
    const without = exampleStack('prod');
    for (const { node } of without.node.findAll()) {
      const kept = node.metadata.filter(({ type }) => type !== Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
      (node as unknown as { _metadata: typeof kept })._metadata = kept;
    }
    const found = new Set(
      Object.values(packs).flatMap((Pack) =>
        new Pack(without.node.root).validateScope(without).violations.map(({ ruleName }) => ruleName),
      ),
    );

    const own = acknowledgements(stack).map(([rule]) => rule.replace(/^.*::/, ''));

    expect(own.filter((rule) => /^(AwsSolutions|HIPAA|NIST|Serverless)/.test(rule) && !found.has(rule))).toEqual([]);
  });
});
