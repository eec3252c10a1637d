import { readFileSync } from 'node:fs';
import { type Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { EventTopic } from '../../../lib/index.ts';
import { addItemOutbox } from './item-outbox-stack.ts';
import { addShop, emptyStack, orderEvents } from './sample-stack.ts';

const cdkJson = readFileSync(new URL('../../../cdk.json', import.meta.url), 'utf8');
const { context: featureFlags } = JSON.parse(cdkJson) as { context: Record<string, unknown> };

const findingsIn = (stack: Stack): string[] =>
  new AwsSolutionsChecks(stack.node.root).validateScope(stack).violations.map(({ ruleName }) => ruleName);

/** What is acknowledged anywhere in a stack: construct path, rule, reason. */
const acknowledgedIn = (stack: Stack): [path: string, rule: string, reason: string][] =>
  stack.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>))
      .map(([rule, reason]): [string, string, string] => [node.path, rule, reason]),
  );

describe.each([
  ['no feature flags', {}],
  ['the feature flags of cdk.json', featureFlags],
])('G8 cdk-nag AwsSolutions, with %s', (_case, context) => {
  it('finds nothing that is not acknowledged', () => {
    const stack = emptyStack(context);
    addShop(stack);
    const recoverable = { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } };
    addItemOutbox(stack, { topics: [new EventTopic(stack, 'ItemEvents', { definition: orderEvents })] }, recoverable);

    expect(findingsIn(stack)).toStrictEqual([]);
  });

  it('is acknowledged where a subscription’s dead-letter queue has none itself, and nowhere else', () => {
    const stack = emptyStack(context);
    addShop(stack);

    const reason = expect.stringContaining('dead-letter queue itself, of the SNS subscription');
    expect(acknowledgedIn(stack).filter(([, rule]) => rule.includes('AwsSolutions'))).toStrictEqual([
      ['Shop/Inventory/SubscriptionDeadLetterQueue', 'Annotation::AwsSolutions-SQS3', reason],
      ['Shop/Ledger/SubscriptionDeadLetterQueue', 'Annotation::AwsSolutions-SQS3', reason],
    ]);
  });

  it('does find what a plain queue lacks', () => {
    const stack = emptyStack(context);
    new Queue(stack, 'Plain');

    expect(findingsIn(stack)).toStrictEqual(['AwsSolutions-SQS3', 'AwsSolutions-SQS4']);
  });
});
