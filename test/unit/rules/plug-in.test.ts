import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Aws, CfnCondition, CfnParameter, Fn, NestedStack, Stack, Validations } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { EventTopic, FanoutChecks } from '../../../lib/index.ts';
import { cdkOutdir } from '../cdk-outdir.ts';
import { addShop, addSubscriber, emptyStack, orderEvents } from '../lib/sample-stack.ts';
import { brokenRules, plainFanout, plainStack } from './plain-fanout.ts';

const ID = 'Fanout-VisibilityBelowTimeout';

const synthesise = (stack: Stack): void => {
  (stack.node.root as App).synth();
};

/** A shop of Fanout's constructs, with one of their queues made wrong from outside. */
function brokenShop(context: Record<string, unknown> = { 'fanout:checks': true }): Stack {
  const stack = emptyStack(context);
  const { queue } = addSubscriber(stack);
  (queue.node.defaultChild as CfnQueue).visibilityTimeout = 2;
  return stack;
}

/** The same of plain L1s, with the plug-in that a user adds. */
function brokenPlainStack(): Stack {
  const stack = plainStack();
  Validations.of(stack.node.root).addPlugins(new FanoutChecks());
  plainFanout(stack, { queue: { visibilityTimeout: 2 } });
  return stack;
}

interface ReportedViolation {
  readonly ruleName: string;
  readonly severity: string;
  readonly description: string;
  readonly reason?: string;
  readonly acknowledgedAt?: string;
}

interface PluginReport {
  readonly pluginName: string;
  readonly violations: readonly ReportedViolation[];
  readonly suppressedViolations?: readonly ReportedViolation[];
}

/** What the last synthesis wrote about Fanout's checks. */
const reports = (): readonly PluginReport[] => {
  const { pluginReports } = JSON.parse(readFileSync(join(cdkOutdir, 'validation-report.json'), 'utf8')) as {
    pluginReports: readonly PluginReport[];
  };
  return pluginReports.filter(({ pluginName }) => pluginName === 'Fanout');
};

describe('G7 the checks of the graph', () => {
  let printed: MockInstance<typeof console.error>;
  beforeEach(() => {
    printed = vi.spyOn(console, 'error').mockImplementation(() => {});
  });
  afterEach(() => {
    printed.mockRestore();
  });

  it.each([
    ['constructs of Fanout, which switch them on', brokenShop],
    ['plain L1s and the plug-in', brokenPlainStack],
  ])('stop the synthesis of %s', (_what, build) => {
    expect(() => synthesise(build())).toThrow(
      /VisibilityTimeout must be at least the \d+ seconds that .+ may run, got 2/,
    );
  });

  it('say rule, construct path and remedy', () => {
    expect(() => synthesise(brokenPlainStack())).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          /Plain\/Queue[\s\S]+Suggested fix: Set the visibility timeout to 6 ×[\s\S]+Acknowledge with 'Fanout::Fanout-VisibilityBelowTimeout'/,
        ),
      }),
    );
  });

  it.each([ID, `Fanout::${ID}`])('accept a finding that is acknowledged as %s, and list it with the reason', (id) => {
    const stack = brokenPlainStack();
    Validations.of(stack).acknowledge({ id, reason: 'The function is replaced next week.' });

    expect(() => synthesise(stack)).not.toThrow();

    const [report] = reports();
    expect(report?.suppressedViolations).toMatchObject([
      {
        description: expect.stringContaining('got 2'),
        reason: 'The function is replaced next week.',
        acknowledgedAt: 'Plain',
      },
    ]);
    expect(printed.mock.calls.flat().join()).toContain(
      `${ID} is acknowledged (1 finding): The function is replaced next week.`,
    );
  });

  it('list no acknowledgement when that is acknowledged', () => {
    const stack = brokenPlainStack();
    const reason = 'Known.';
    Validations.of(stack).acknowledge({ id: ID, reason }, { id: 'Fanout-Acknowledged', reason });

    synthesise(stack);

    expect(printed).not.toHaveBeenCalled();
  });

  it.each([ID, `Fanout::${ID}`])('refuse an acknowledgement as %s without a reason', (id) => {
    const stack = brokenPlainStack();
    Validations.of(stack).acknowledge({ id, reason: ' ' });

    expect(() => synthesise(stack)).toThrow(`the acknowledgement of ${ID} must give a reason, got none`);
  });

  it('go on finding what is acknowledged elsewhere', () => {
    const stack = brokenPlainStack();
    Validations.of(stack.node.findChild('Topic')).acknowledge({ id: ID, reason: 'Not here.' });

    expect(() => synthesise(stack)).toThrow(ID);
  });

  it('report once when a user adds the plug-in that the constructs have added', () => {
    const stack = brokenShop();
    Validations.of(stack.node.root).addPlugins(new FanoutChecks());

    expect(() => synthesise(stack)).toThrow(ID);

    const found = reports().flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));
    expect(found.filter((ruleName) => ruleName === ID)).toEqual([ID]);
  });

  it('are off with the context fanout:checks false', () => {
    expect(() => synthesise(brokenShop({ 'fanout:checks': false }))).not.toThrow();
  });

  it('warn about what is only doubtful, once for each stack where it comes in dozens', () => {
    const stack = emptyStack({ 'fanout:checks': true });
    addShop(stack);

    expect(() => synthesise(stack)).not.toThrow();

    const [report] = reports();
    expect(report?.violations).toMatchObject([
      {
        ruleName: 'Fanout-AlarmWithoutAction',
        severity: 'warning',
        description: expect.stringContaining('at 11 places'),
      },
      {
        ruleName: 'Fanout-EventWithoutSubscriber',
        severity: 'warning',
        description: expect.stringContaining('got none for order.cancelled'),
      },
    ]);
  });

  it('follow references from stack to stack', () => {
    const app = new App({ outdir: cdkOutdir });
    const stack = new Stack(app, 'Topics');
    const { topic } = plainFanout(stack);
    const other = plainFanout(new Stack(app, 'Queues'));
    other.subscription.topicArn = topic.ref;
    topic.fifoTopic = true;

    expect(brokenRules(other.subscription.stack)).toContain('Fanout-FifoTopicToStandardQueue');
    expect(() => app.synth()).not.toThrow();
    expect(brokenRules(other.subscription.stack)).toContain('Fanout-FifoTopicToStandardQueue');
  });

  it('follow references into nested stacks', () => {
    const stack = plainStack();
    const { subscription } = plainFanout(stack);
    const nested = new CfnQueue(new NestedStack(stack, 'Nested'), 'Queue', { fifoQueue: true });
    subscription.endpoint = nested.attrArn;

    expect(brokenRules(stack)).toContain('Fanout-StandardTopicToFifoQueue');
    expect(brokenRules(stack)).not.toContain('Fanout-ImportedQueuePolicy');
  });

  it('judge what is deployed, overrides included', () => {
    const stack = plainStack();
    plainFanout(stack).queue.addPropertyOverride('VisibilityTimeout', 2);

    expect(brokenRules(stack)).toEqual([ID]);
  });

  it('leave values alone that are unknown at synthesis', () => {
    const stack = plainStack();
    const unknown = new CfnParameter(stack, 'Unknown', { type: 'Number' }).valueAsNumber;
    const fanout = plainFanout(stack, {
      topic: { maximumMessageSize: unknown },
      queue: { visibilityTimeout: unknown, messageRetentionPeriod: unknown },
      maxReceiveCount: unknown,
      function: { timeout: unknown, reservedConcurrentExecutions: unknown },
      mapping: { batchSize: unknown, scalingConfig: { maximumConcurrency: unknown } },
    });
    fanout.queue.fifoQueue = unknown as never;

    expect(brokenRules(stack)).toEqual([]);
  });

  it('leave whole properties alone that a condition of the template decides about', () => {
    const stack = plainStack();
    new CfnCondition(stack, 'Large', { expression: Fn.conditionEquals(Aws.REGION, 'eu-central-1') });
    const either = (value: unknown): unknown => ({ 'Fn::If': ['Large', value, { Ref: 'AWS::NoValue' }] });
    const { queue, subscription, mapping } = plainFanout(stack);
    queue.addPropertyOverride('RedrivePolicy', either({}));
    subscription.addPropertyOverride('RedrivePolicy', either({}));
    subscription.addPropertyOverride('FilterPolicy', either({ 'ce-type': [] }));
    mapping.addPropertyOverride('FunctionResponseTypes', [either('ReportBatchItemFailures')]);
    for (const policy of stack.node.findAll().filter((node) => node instanceof CfnQueuePolicy)) {
      policy.addPropertyOverride('PolicyDocument', either({ Statement: [] }));
    }

    expect(brokenRules(stack)).toEqual([]);
  });

  it('read policies that are written as JSON', () => {
    const stack = plainStack();
    const { queue, deadLetterQueue } = plainFanout(stack);
    queue.addPropertyOverride('RedrivePolicy', `{"deadLetterTargetArn":"${NAMED_ARN}","maxReceiveCount":4}`);
    deadLetterQueue.queueName = 'dead-orders';

    expect(brokenRules(stack)).toEqual(['Fanout-MaxReceiveCountTooLow']);
  });

  it('leave events alone that other accounts may subscribe to', () => {
    const stack = emptyStack();
    const topic = new EventTopic(stack, 'Topic', { definition: orderEvents });
    expect(brokenRules(stack)).toEqual(['Fanout-EventWithoutSubscriber']);

    topic.topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Subscribe'],
        principals: [new AccountPrincipal('111122223333')],
        resources: [topic.topicArn],
      }),
    );

    expect(brokenRules(stack)).toEqual([]);
  });
});

const NAMED_ARN = 'arn:aws:sqs:eu-central-1:111122223333:dead-orders';
