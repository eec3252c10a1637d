import { App, type Environment, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { EventTopic, Inbox, Outbox, Producer, Subscriber, UndeliveredQueue } from '../../../lib/index.ts';
import { cdkOutdir } from '../cdk-outdir.ts';
import { brokenRules } from '../rules/plain-fanout.ts';
import { code, orderEvents, orderLedger, timeout } from './sample-stack.ts';

/** How a platform is cut into stacks. */
interface Cut {
  readonly names?: { readonly topics?: string; readonly billing?: string };
  /** Whether the billing team subscribes. */
  readonly hasBilling?: boolean;
  readonly encrypted?: boolean;
  readonly account?: string;
  readonly billingAccount?: string;
  readonly billingRegion?: string;
}

/** Topic in one stack, producer in another, a subscriber in each of two more; every one with resources of its own. */
function synthesise({ names = {}, hasBilling = true, encrypted = false, ...cut }: Cut = {}) {
  // No feature flags: a library cannot count on them.
  const app = new App({ context: { 'fanout:checks': false }, outdir: cdkOutdir });
  const { account, billingAccount = account, billingRegion = 'eu-west-1' } = cut;
  const env: Environment = account === undefined ? {} : { account, region: 'eu-west-1' };
  const key = (stack: Stack) => (encrypted ? new Key(stack, 'Key') : undefined);
  const topics = new Stack(app, names.topics ?? 'Topics', { env });
  const topic = new EventTopic(topics, 'Orders', { definition: orderEvents, encryptionKey: key(topics) });
  const shop = new Stack(app, 'Shop', { env });
  const inbox = new Inbox(shop, 'Inbox', { encryptionKey: key(shop) });
  const outbox = new Outbox(shop, 'Outbox', { topics: [topic] });
  new Producer(shop, 'PlaceOrder', { name: 'place-order', code, timeout, inbox, outbox });
  const subscribing = (name: string, id: string, stackEnv: Environment = env): Stack => {
    const stack = new Stack(app, id, { env: stackEnv });
    const isForeign = stackEnv.region !== env.region;
    new Subscriber(stack, 'Subscriber', {
      name,
      topic,
      ...(isForeign && {
        undelivered: new UndeliveredQueue(new Stack(app, `${id}Undelivered`, { env }), 'Undelivered', {
          topic,
          subscriber: name,
        }),
      }),
      inbox: new Inbox(stack, 'Inbox'),
      encryptionKey: key(stack),
      consumer: { code, timeout },
    });
    return stack;
  };
  const shipping = subscribing('shipping', 'Shipping');
  const elsewhere: Environment =
    billingAccount === undefined ? env : { account: billingAccount, region: billingRegion };
  const billing = hasBilling ? subscribing('billing', names.billing ?? 'Billing', elsewhere) : undefined;
  const assembly = app.synth({ errorOnDuplicateSynth: false });
  const order = assembly.stacks.map(({ stackName }) => stackName);
  return {
    app,
    topics,
    shop,
    shipping,
    billing,
    order,
    template: (stack: Stack) => Template.fromStack(stack).toJSON(),
  };
}

const exportsOf = (template: { Outputs?: Record<string, { Export?: unknown }> }): string[] =>
  Object.entries(template.Outputs ?? {})
    .filter(([, output]) => output.Export !== undefined)
    .map(([name]) => name);

describe('a topic with subscribers in other stacks', () => {
  it.each([false, true])('is deployed before them, without a cycle (own keys: %s)', (encrypted) => {
    const { order } = synthesise({ encrypted });

    expect(order.indexOf('Topics')).toBe(0);
    expect(order).toHaveLength(4);
  });

  it.each([false, true])('exports nothing that a deployment would have to wait for (own keys: %s)', (encrypted) => {
    const { topics, shop, shipping, billing, template } = synthesise({ encrypted });

    for (const stack of [topics, shop, shipping, billing as Stack]) {
      const synthesised = template(stack);
      // A key is the user's: how stacks refer to it is theirs to say.
      expect(exportsOf(synthesised).filter((name) => !name.includes('Key'))).toEqual([]);
    }
  });

  it('loses a subscriber in one deployment: nothing else changes', () => {
    const before = synthesise();
    const after = synthesise({ hasBilling: false });

    expect(after.template(after.topics)['Resources']).toEqual(before.template(before.topics)['Resources']);
    expect(after.template(after.shop)).toEqual(before.template(before.shop));
    expect(after.template(after.shipping)).toEqual(before.template(before.shipping));
  });

  it('is told apart from the stack’s name: a renamed subscriber changes its own stack only', () => {
    const before = synthesise();
    const after = synthesise({ names: { billing: 'Invoicing' } });

    expect(after.order).toEqual(before.order.map((name) => (name === 'Billing' ? 'Invoicing' : name)));
    expect(after.template(after.topics)['Resources']).toEqual(before.template(before.topics)['Resources']);
    expect(after.template(after.shipping)).toEqual(before.template(before.shipping));
  });

  it('may be renamed: whoever refers to it reads the output of the new stack, and comes after it', () => {
    const { order, shipping, template } = synthesise({ names: { topics: 'Events' } });

    const text = JSON.stringify(template(shipping));
    expect(order.indexOf('Events')).toBe(0);
    expect(text).toContain('"StackName":"Events"');
    expect(text).not.toContain('Topics');
  });

  it('has its subscription, queues and function where the subscriber is, in another account too', () => {
    const { topics, billing, template } = synthesise({
      account: '111111111111',
      billingAccount: '222222222222',
    });

    const types = (stack: Stack): string[] =>
      Object.values(template(stack)['Resources'] as Record<string, { Type: string }>).map(({ Type }) => Type);
    expect(types(topics)).not.toContain('AWS::SNS::Subscription');
    const own = types(billing as Stack);
    expect(own.filter((type) => type === 'AWS::SQS::Queue')).toHaveLength(3);
    expect(own).toContain('AWS::SNS::Subscription');
  });

  it('has in another Region the subscription and its dead-letter queue where the topic is', () => {
    const { app, billing, template } = synthesise({ account: '111111111111', billingRegion: 'eu-central-1' });

    const subscription = Object.values(
      template(billing as Stack)['Resources'] as Record<string, { Type: string; Properties: Record<string, unknown> }>,
    ).find(({ Type }) => Type === 'AWS::SNS::Subscription');
    expect(subscription?.Properties['Region']).toBe('eu-west-1');
    expect(JSON.stringify(subscription?.Properties['RedrivePolicy'])).toContain(':sqs:eu-west-1:111111111111:');
    const undelivered = Template.fromStack(app.node.findChild('BillingUndelivered') as Stack);
    undelivered.resourceCountIs('AWS::SQS::Queue', 1);
    undelivered.resourceCountIs('AWS::CloudWatch::Alarm', 2);
    undelivered.hasResourceProperties('AWS::CloudWatch::Alarm', { Threshold: 11 * 86_400 });
    undelivered.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'AllowDeliveries' })]) },
    });
  });
});

describe('a subscriber in another Region', () => {
  const inRegions = (topicRegion: string, queueRegion: string, undeliveredRegion?: string): Stack => {
    const app = new App({ context: { 'fanout:checks': false }, outdir: cdkOutdir });
    const stackIn = (id: string, region: string) => new Stack(app, id, { env: { account: '111111111111', region } });
    const topic = new EventTopic(stackIn('Topics', topicRegion), 'Orders', { definition: orderEvents });
    const stack = stackIn('Billing', queueRegion);
    new Subscriber(stack, 'Billing', {
      name: 'billing',
      topic,
      consumer: { code, timeout },
      encryptionKey: new Key(stack, 'Key'),
      ...(undeliveredRegion !== undefined && {
        undelivered: new UndeliveredQueue(stackIn('Undelivered', undeliveredRegion), 'Queue', {
          topic,
          subscriber: 'billing',
        }),
      }),
    });
    return stack;
  };

  it('G7 is refused without a queue for what SNS cannot deliver, or with one in the wrong Region', () => {
    expect(() => inRegions('eu-west-1', 'eu-central-1')).toThrow(/UndeliveredQueueMissing/);
    expect(() => inRegions('eu-west-1', 'eu-central-1', 'eu-central-1')).toThrow(/UndeliveredQueueRegion/);
    expect(() => inRegions('eu-west-1', 'eu-central-1', 'eu-west-1')).not.toThrow();
  });

  it('G7 has no queue for what SNS cannot deliver in another Region than the topic’s', () => {
    const app = new App({ context: { 'fanout:checks': false }, outdir: cdkOutdir });
    const there = new Stack(app, 'There', { env: { account: '111111111111', region: 'eu-central-1' } });
    const topicArn = 'arn:aws:sns:eu-west-1:111111111111:orders';
    const topic = EventTopic.fromTopicArn(there, 'Orders', topicArn, orderEvents);

    expect(() => new UndeliveredQueue(there, 'Undelivered', { topic, subscriber: 'billing' })).toThrow(
      "the stack must be in eu-west-1, where the topic is, got eu-central-1; SNS takes a subscription's dead-letter queue of its own Region only [UndeliveredQueueRegion] (at There/Undelivered)",
    );
  });

  it('has a FIFO queue for what a FIFO topic cannot deliver, with a name that both stacks know', () => {
    const app = new App({ context: { 'fanout:checks': false }, outdir: cdkOutdir });
    const [ireland, frankfurt] = ['eu-west-1', 'eu-central-1'].map(
      (region) => new Stack(app, `In-${region}`, { env: { account: '111122223333', region } }),
    ) as [Stack, Stack];
    const topicArn = 'arn:aws:sns:eu-west-1:111122223333:ledger.fifo';
    const topicIn = (stack: Stack) => EventTopic.fromTopicArn(stack, 'Topic', topicArn, orderLedger);
    const undelivered = new UndeliveredQueue(ireland, 'Queue', { topic: topicIn(ireland), subscriber: 'billing' });
    new Subscriber(frankfurt, 'Billing', {
      name: 'billing',
      topic: topicIn(frankfurt),
      undelivered,
      consumer: { code, timeout },
    });

    const [[, { Properties }] = ['', {}]] = Object.entries(
      Template.fromStack(ireland).findResources('AWS::SQS::Queue'),
    );
    expect(Properties).toMatchObject({ FifoQueue: true, QueueName: expect.stringMatching(/^[\w-]{10,75}\.fifo$/) });
    Template.fromStack(frankfurt).hasResourceProperties('AWS::SNS::Subscription', {
      Region: 'eu-west-1',
      RedrivePolicy: {
        deadLetterTargetArn: {
          'Fn::Join': ['', Match.arrayWith([`:sqs:eu-west-1:111122223333:${Properties['QueueName']}`])],
        },
      },
    });
  });

  it.each([
    ['eu-west-1', 'eu-central-1', 'sns.amazonaws.com'],
    ['ap-east-1', 'eu-central-1', 'sns.ap-east-1.amazonaws.com'],
    ['eu-west-1', 'ap-east-1', 'sns.ap-east-1.amazonaws.com'],
    ['ap-east-1', 'me-south-1', 'sns.me-south-1.amazonaws.com'],
  ])('G1 lets SNS of %s into queue and key in %s as %s, as the checks demand', (topicRegion, queueRegion, service) => {
    const stack = inRegions(topicRegion, queueRegion, topicRegion);
    const template = Template.fromStack(stack);

    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Sid: 'AllowDeliveries', Principal: { Service: service } })]),
      },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Principal: { Service: service } }),
        ]),
      },
    });
    expect(brokenRules(stack.node.root).filter((rule) => rule !== 'Fanout-AlarmWithoutAction')).toEqual([]);
  });

  it.each(['sns.amazonaws.com', 'sns.eu-west-1.amazonaws.com'])(
    'G1 is refused in an opt-in Region when its queue lets SNS in as %s',
    (service) => {
      const stack = inRegions('eu-west-1', 'ap-east-1', 'eu-west-1');
      const policy = stack.node.findChild('Billing').node.findChild('Queue').node.findChild('Policy').node.defaultChild;
      // The first statement refuses plain HTTP.
      (policy as CfnQueuePolicy).addPropertyOverride('PolicyDocument.Statement.1.Principal.Service', service);

      expect(brokenRules(stack.node.root)).toContain('Fanout-SubscriptionWithoutQueuePolicy');
    },
  );
});
