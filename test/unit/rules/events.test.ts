import { Stack } from 'aws-cdk-lib';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnResourcePolicy } from 'aws-cdk-lib/aws-xray';
import { describe, expect, it } from 'vitest';
import { declareEvents } from '../../../lib/index.ts';
import { breaks } from './breaks.ts';
import { plainFanout, plainStack, subscribe } from './plain-fanout.ts';

breaks('G7 events', [
  {
    rule: 'Fanout-FilterMatchesNoEvent',
    what: 'a filter on a type that is not declared',
    good: (stack) => declared(stack, { 'ce-type': [{ prefix: 'order.' }] }),
    bad: (stack) => declared(stack, { 'ce-type': [{ prefix: 'orders.' }] }),
    also: 'Fanout-EventWithoutSubscriber',
  },
  {
    rule: 'Fanout-EventWithoutSubscriber',
    what: 'an event that no filter lets through',
    good: (stack) => declared(stack, { 'ce-type': ['order.placed', { suffix: '.cancelled' }] }),
    bad: (stack) => declared(stack, { 'ce-type': ['order.placed'] }),
  },
  {
    rule: 'Fanout-TooManyAttributes',
    what: 'an eleventh attribute',
    good: (stack) => declaredAttributes(stack, 7),
    bad: (stack) => declaredAttributes(stack, 8),
  },
  {
    rule: 'Fanout-TracePoliciesAboveLimit',
    what: 'a sixth policy in one account and Region',
    good: (stack) => tracingPolicies(stack, ['eu-west-1', 'eu-central-1']),
    bad: (stack) => tracingPolicies(stack, ['eu-west-1', 'eu-west-1']),
  },
  {
    rule: 'Fanout-LargeMessageProtocol',
    what: 'an HTTPS endpoint on a topic for more than 256 KiB',
    good: (stack) =>
      subscribe(stack, new CfnTopic(stack, 'Topic', { maximumMessageSize: 262_144 }), 'https', 'https://example.com'),
    bad: (stack) =>
      subscribe(stack, new CfnTopic(stack, 'Topic', { maximumMessageSize: 262_145 }), 'https', 'https://example.com'),
  },
  {
    rule: 'Fanout-SubscriptionsAboveLimit',
    what: 'a subscription too many on a topic for large messages',
    good: (stack) => firehoses(stack, new CfnTopic(stack, 'Topic', { maximumMessageSize: 262_145 }), 100),
    bad: (stack) => firehoses(stack, new CfnTopic(stack, 'Topic', { maximumMessageSize: 262_145 }), 101),
  },
]);

describe('G7 declaring the events of a topic', () => {
  it.each([
    undefined,
    {},
    { name: 'orders' },
    { name: 'orders', events: [] },
    { name: 'orders', events: ['order.placed'] },
    { name: 'orders', events: [undefined] },
    { name: 'orders', events: [{ type: 'order.placed', attributes: 'tenant' }] },
  ])('fails for %j', (declaration) => {
    const topic = new CfnTopic(plainStack(), 'Topic');

    expect(() => declareEvents(topic, declaration as never)).toThrow(
      /^declared must have a name and a list of at least one event, .* \[DeclarationInvalid\] \(at Plain\/Topic\)$/,
    );
  });
});

/** Three in each of two stacks. */
function tracingPolicies(stack: Stack, regions: readonly string[]): void {
  regions.forEach((region, index) => {
    const inRegion = new Stack(stack.node.root, `Tracing${index}`, { env: { account: '111122223333', region } });
    for (let policy = 0; policy < 3; policy++) {
      new CfnResourcePolicy(inRegion, `Policy${policy}`, {
        policyName: `tracing-${index}-${policy}`,
        policyDocument: '{}',
      });
    }
  });
}

function firehoses(stack: Stack, topic: CfnTopic, count: number): void {
  for (let index = 0; index < count; index += 1) {
    subscribe(
      stack,
      topic,
      'firehose',
      `arn:aws:firehose:eu-central-1:111122223333:deliverystream/${index}`,
      undefined,
      `S${index}`,
    );
  }
}

function declared(stack: Stack, filterPolicy: Record<string, unknown>): void {
  const { topic } = plainFanout(stack, { subscription: { filterPolicy } });
  declareEvents(topic, { name: 'orders', events: [{ type: 'order.placed' }, { type: 'order.cancelled' }] });
}

function declaredAttributes(stack: Stack, count: number): void {
  const attributes = Array.from({ length: count }, (_, index) => `attribute-${index}`);
  declareEvents(plainFanout(stack).topic, { name: 'orders', events: [{ type: 'order.placed', attributes }] });
}
