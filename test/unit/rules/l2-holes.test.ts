import { readFileSync } from 'node:fs';
import type { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { EventTopic } from '../../../lib/index.ts';
import { emptyStack, orderEvents } from '../lib/sample-stack.ts';
import { listed, statementsOf } from '../lib/template-reading.ts';
import { L2_HOLES } from './l2-holes.ts';
import { brokenRules, plainStack } from './plain-fanout.ts';

const page = readFileSync(new URL('../../../docs/beside-the-l2s.md', import.meta.url), 'utf8');

describe.each(L2_HOLES)('$hole', ({ rule, plain, fanout }) => {
  it("G7 is synthesised by aws-cdk's L2s, and refused by the rule", () => {
    const stack = plainStack();
    plain(stack);

    expect(() => (stack.node.root as App).synth()).not.toThrow();
    expect(brokenRules(stack)).toContain(rule);
  });

  it("G7 cannot come about with Fanout's constructs", () => {
    const stack = emptyStack();
    fanout(stack);

    expect(() => Template.fromStack(stack)).not.toThrow();
    expect(brokenRules(stack)).not.toContain(rule);
  });

  it('is in the table of the page', () => {
    expect(page).toContain(`(rules/${rule}.md)`);
  });
});

describe('plain HTTP to a topic', () => {
  /** Actions that a topic's policy refuses without TLS. */
  const refusedWithoutTls = (build: (stack: Stack) => void): readonly string[] => {
    const stack = emptyStack();
    build(stack);
    return statementsOf(Template.fromStack(stack))
      .filter(({ Effect, Condition }) => Effect === 'Deny' && JSON.stringify(Condition).includes('SecureTransport'))
      .flatMap(({ Action }) => listed(Action));
  };

  it("is refused for publishing only by aws-cdk's enforceSSL", () => {
    expect(refusedWithoutTls((stack) => new Topic(stack, 'Topic', { enforceSSL: true }))).toEqual(['sns:Publish']);
  });

  it("G8 is refused for everything by Fanout's EventTopic", () => {
    expect(refusedWithoutTls((stack) => new EventTopic(stack, 'Topic', { definition: orderEvents }))).toEqual([
      'sns:AddPermission',
      'sns:DeleteTopic',
      'sns:GetTopicAttributes',
      'sns:ListSubscriptionsByTopic',
      'sns:Publish',
      'sns:RemovePermission',
      'sns:SetTopicAttributes',
      'sns:Subscribe',
    ]);
  });
});
