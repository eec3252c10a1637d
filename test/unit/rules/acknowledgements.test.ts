import { type App, type PolicyViolation, type Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { FanoutChecks } from '../../../lib/index.ts';
import { brokenRules, plainFanout, plainStack } from './plain-fanout.ts';

const ID = 'Fanout-VisibilityBelowTimeout';
const reason = 'The function is replaced next week.';

/** One finding, on the construct Plain/Queue. */
function brokenStack(): Stack {
  const stack = plainStack();
  plainFanout(stack, { queue: { visibilityTimeout: 2 } });
  return stack;
}

const acknowledge = (scope: IConstruct, id: string): void => {
  Validations.of(scope).acknowledge({ id, reason });
};

const violationsIn = (scope: IConstruct): readonly PolicyViolation[] =>
  new FanoutChecks().validateScope(scope).violations;

describe('an acknowledgement of a rule that there is not', () => {
  it.each([
    ['Fanout-VisibilityBelowTimout', 'Fanout-VisibilityBelowTimeout'],
    ['Fanout-visibilitybelowtimeout', 'Fanout-VisibilityBelowTimeout'],
    ['Fanout::VisibilityBelowTimeout', 'Fanout-VisibilityBelowTimeout'],
    ['Fanout::Fanout-VisiblityTimeout', 'Fanout-VisibilityBelowTimeout'],
    ['Fanout-AcknowledgedWithoutFindings', 'Fanout-AcknowledgedWithoutFinding'],
    ['Fanout-Acknowleged', 'Fanout-Acknowledged'],
  ])('as %s is an error that names %s first', (id, meant) => {
    const stack = plainStack();
    acknowledge(stack, id);

    expect(violationsIn(stack)).toMatchObject([
      {
        ruleName: 'Fanout-AcknowledgedUnknownRule',
        severity: 'error',
        description: expect.stringContaining(
          `must name a rule of Fanout, got ${id.replace('Fanout::', '')}; near are ${meant}`,
        ),
        violatingResources: [{ constructPath: 'Plain' }],
      },
    ]);
  });

  it('is an error that points to the list when no rule has a name like it', () => {
    const stack = plainStack();
    acknowledge(stack, 'Fanout-Xyz');

    expect(violationsIn(stack)).toMatchObject([
      { description: 'an acknowledgement must name a rule of Fanout, got Fanout-Xyz; docs/rules lists all' },
    ]);
  });

  it('stops synthesis', () => {
    const stack = plainStack();
    Validations.of(stack.node.root).addPlugins(new FanoutChecks());
    acknowledge(stack, 'Fanout-VisibilityBelowTimout');

    expect(() => (stack.node.root as App).synth()).toThrow(/got Fanout-VisibilityBelowTimout; near are Fanout-Visib/);
  });

  it.each(['AwsSolutions-SQS3', 'fanout:QueuePolicyNotManaged', 'Other::Fanout-Unheard'])(
    'is nothing to Fanout when it is one of others, %s',
    (id) => {
      const stack = plainStack();
      acknowledge(stack, id);

      expect(brokenRules(stack)).toEqual([]);
    },
  );
});

describe('an acknowledgement', () => {
  it.each([undefined, null, '', ' ', 7])('that gives %j for a reason is an error', (wrong) => {
    const stack = brokenStack();
    Validations.of(stack).acknowledge({ id: ID, reason: wrong as never });

    expect(brokenRules(stack)).toEqual(['Fanout-AcknowledgedWithoutReason']);
  });

  it('that covers no finding is reported, at the construct where it stands', () => {
    const stack = brokenStack();
    acknowledge(stack.node.findChild('Queue'), ID);
    acknowledge(stack.node.findChild('Topic'), ID);

    expect(violationsIn(stack)).toMatchObject([
      {
        ruleName: 'Fanout-AcknowledgedWithoutFinding',
        severity: 'warning',
        description: `the acknowledgement of ${ID} must cover a finding, got none at this construct or under it`,
        violatingResources: [{ constructPath: 'Plain/Topic' }],
      },
    ]);
  });

  it('is used when its finding is anywhere below', () => {
    const stack = brokenStack();
    acknowledge(stack.node.root, ID);

    expect(brokenRules(stack.node.root)).toEqual([]);
  });

  it('is used when a closer one covers its finding too', () => {
    const stack = brokenStack();
    acknowledge(stack, ID);
    acknowledge(stack.node.findChild('Queue'), ID);

    expect(brokenRules(stack)).toEqual([]);
  });

  it('is used by findings that are reported together', () => {
    const stack = plainStack();
    plainFanout(stack, { alarm: { alarmActions: [] } });
    acknowledge(stack, 'Fanout-AlarmWithoutAction');

    expect(brokenRules(stack)).toEqual([]);
  });

  it('is no concern in a test of what is beside it', () => {
    const stack = plainStack();
    plainFanout(stack);
    acknowledge(stack.node.findChild('Topic'), ID);

    expect(brokenRules(stack.node.findChild('Queue'))).toEqual([]);
    expect(brokenRules(stack)).toEqual(['Fanout-AcknowledgedWithoutFinding']);
  });

  it('without a finding may stay where somebody says why', () => {
    const stack = plainStack();
    acknowledge(stack, ID);
    acknowledge(stack, 'Fanout-AcknowledgedWithoutFinding');

    expect(brokenRules(stack)).toEqual([]);
  });
});
