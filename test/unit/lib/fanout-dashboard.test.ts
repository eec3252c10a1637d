import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { defineTopic } from '../../../contracts/index.ts';
import {
  EventTopic,
  FanoutAlarms,
  FanoutDashboard,
  type FanoutDashboardProps,
  Outbox,
  Subscriber,
  UndeliveredQueue,
} from '../../../lib/index.ts';
import { cdkOutdir } from '../cdk-outdir.ts';
import { addItemOutbox } from './item-outbox-stack.ts';
import { addSubscriber, emptyStack, orderEvents } from './sample-stack.ts';
import { resourceNamed, resourcesOf } from './template-reading.ts';

interface Widget {
  readonly type: string;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly alarms?: readonly unknown[];
    readonly metrics?: readonly (readonly unknown[])[];
  };
}

/** The body of the only dashboard, as texts and references. */
function dashboardBody(stack: Stack): [string, unknown[]] {
  const { Properties } = resourceNamed(Template.fromStack(stack), 'AWS::CloudWatch::Dashboard', 'Dashboard');
  return (Properties['DashboardBody'] as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
}

/** The body of the only dashboard, with a name in the place of each reference. */
function bodyOf(stack: Stack): { start: string; widgets: Widget[] } {
  const [, parts] = dashboardBody(stack);
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'reference')).join(''));
}

const shop = (): { stack: Stack } & Required<Pick<FanoutDashboardProps, 'topics' | 'subscribers' | 'outboxes'>> => {
  const stack = emptyStack();
  const topic = new EventTopic(stack, 'Events', { definition: orderEvents });
  const outboxes = [new Outbox(stack, 'Outbox', { topics: [topic] })];
  const subscribers = [addSubscriber(stack, { topic }), new Subscriber(stack, 'Billing', { name: 'billing', topic })];
  return { stack, topics: [topic], outboxes, subscribers };
};

describe('the dashboard of a fan-out', () => {
  it('has a row for each outbox, topic and subscriber', () => {
    const { stack, ...shown } = shop();
    new FanoutDashboard(stack, 'Dashboard', shown);

    const { widgets } = bodyOf(stack);
    expect(widgets.flatMap(({ properties }) => properties.markdown ?? [])).toStrictEqual([
      '## Outbox Shop/Outbox',
      '## Topic order-events',
      '## Subscriber inventory',
      '## Subscriber billing',
    ]);
    const titles = widgets.filter(({ type }) => type === 'metric').map(({ properties }) => properties.title);
    expect(titles).toHaveLength(3 + 2 + 4 + 3);
    expect(titles).toContain('Errors and throttles; duration, ms');
  });

  it('shows of an item outbox what can be known: quarantine and relay', () => {
    const stack = emptyStack();
    const topics = [new EventTopic(stack, 'Events', { definition: orderEvents })];
    new FanoutDashboard(stack, 'Dashboard', { outboxes: [addItemOutbox(stack, { topics })] });

    const titles = bodyOf(stack).widgets.flatMap(({ type, properties }) => (type === 'metric' ? properties.title : []));
    expect(titles).toStrictEqual(['Quarantined', 'Relay: errors, throttles; behind its stream, ms']);
  });

  it('counts noisy tenants beside the backlog where queues are fair', () => {
    const graphed = (tenantKey?: string): boolean => {
      const stack = emptyStack();
      const definition = defineTopic('bills', { events: orderEvents.events, tenantKey });
      const subscribers = [addSubscriber(stack, { topic: new EventTopic(stack, 'Bills', { definition }) })];
      new FanoutDashboard(stack, 'Dashboard', { subscribers });
      return JSON.stringify(bodyOf(stack)).includes('ApproximateNumberOfNoisyGroups');
    };

    expect(graphed('tenantId')).toBe(true);
    expect(graphed()).toBe(false);
  });

  it('shows the state of every alarm, those of FanoutAlarms included', () => {
    const { stack, ...shown } = shop();
    new FanoutAlarms(stack, 'Alarms', { ...shown, alarmActions: [new SnsAction(new Topic(stack, 'OnCall'))] });
    new FanoutDashboard(stack, 'Dashboard', shown);

    const [status] = bodyOf(stack).widgets;
    const template = Template.fromStack(stack);
    const alarms = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
      Object.keys(resourcesOf(template, type)),
    );
    expect(status?.properties.alarms).toHaveLength(alarms.length);
  });

  it('shows at most a hundred alarms in a widget, which is as many as one takes', () => {
    const { stack, ...shown } = shop();
    const topic = shown.topics[0] as EventTopic;
    for (let index = 0; index < 90; index++) {
      const metric = topic.metricMessagesPublished();
      new Alarm(topic, `Alarm${index}`, { metric, threshold: index, evaluationPeriods: 1 });
    }
    new FanoutDashboard(stack, 'Dashboard', shown);

    const status = bodyOf(stack).widgets.filter(({ type }) => type === 'alarm');
    expect(status.map(({ properties }) => properties.alarms?.length)).toStrictEqual([100, 1]);
    const shownAlarms = status.flatMap(({ properties }) => properties.title);
    expect(shownAlarms).toStrictEqual(['Alarms 1 to 100', 'Alarms 101 to 101']);
  });

  it('G7 fails with more widgets than CloudWatch takes', () => {
    const showing = (subscribers: number): (() => FanoutDashboard) => {
      const stack = emptyStack();
      const topic = new EventTopic(stack, 'Events', { definition: orderEvents });
      const billing = new Subscriber(stack, 'Billing', { name: 'billing', topic });
      // Four widgets each, three of the topic, and one for their alarms.
      return () =>
        new FanoutDashboard(stack, 'Dashboard', { subscribers: Array(subscribers).fill(billing), topics: [topic] });
    };

    expect(showing(124)).not.toThrow();
    expect(showing(125)).toThrow(
      'a dashboard must have at most 500 widgets, got 504; show some of it on another [DashboardTooLarge] (at Shop/Dashboard)',
    );
  });

  it('opens at the last three hours by default, and has a name when it is told one', () => {
    const { stack, ...shown } = shop();
    new FanoutDashboard(stack, 'Dashboard', { ...shown, dashboardName: 'shop', defaultInterval: Duration.days(1) });
    const plain = shop();
    new FanoutDashboard(plain.stack, 'Dashboard', { topics: plain.topics });

    expect(bodyOf(stack).start).toBe('-P1D');
    expect(bodyOf(plain.stack).start).toBe('-PT3H');
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'shop' });
  });

  it('reads what a relay measured under the name of the stack of the relay, wherever the dashboard is', () => {
    const { stack, outboxes } = shop();
    const elsewhere = new Stack(stack.node.root, 'Dashboards');
    new FanoutDashboard(elsewhere, 'Dashboard', { outboxes });

    const [, parts] = dashboardBody(elsewhere);
    const afterPrefix = parts[parts.findIndex((part) => typeof part === 'string' && part.endsWith('"Fanout/')) + 1];
    expect(afterPrefix).toEqual({ 'Fn::ImportValue': expect.stringContaining('AWSStackName') });
  });

  describe('over Regions', () => {
    const overRegions = () => {
      const app = new App({ outdir: cdkOutdir, context: { 'fanout:checks': false } });
      const stackIn = (id: string, region?: string): Stack =>
        new Stack(app, id, { env: region === undefined ? undefined : { account: '111122223333', region } });
      const ireland = stackIn('Ireland', 'eu-west-1');
      const topic = new EventTopic(ireland, 'Events', { definition: orderEvents });
      const undelivered = new UndeliveredQueue(ireland, 'Undelivered', { topic, subscriber: 'inventory' });
      const outboxes = [new Outbox(ireland, 'Outbox', { topics: [topic] })];
      const frankfurt = stackIn('Frankfurt', 'eu-central-1');
      const subscribers = [addSubscriber(frankfurt, { topic, undelivered })];
      return { stackIn, frankfurt, topics: [topic], outboxes, subscribers };
    };

    it('names every metric with its Region, and reads names of resources from outputs', () => {
      const { stackIn, frankfurt, ...shown } = overRegions();
      const stack = stackIn('Paris', 'eu-west-3');
      new FanoutDashboard(stack, 'Dashboard', shown);

      const body = dashboardBody(stack)[1];
      const names = body.filter((part) => typeof part === 'object' && !('Ref' in (part as object)));
      expect(names.length).toBeGreaterThan(20);
      for (const name of names) {
        expect(name).toEqual({
          'Fn::GetStackOutput': expect.objectContaining({ StackName: expect.stringMatching(/^(Ireland|Frankfurt)$/) }),
        });
      }
      const regions = bodyOf(stack)
        .widgets.flatMap(({ properties }) => properties.metrics ?? [])
        .filter((metric) => typeof metric[0] === 'string')
        .map((metric) => (metric.at(-1) as { region?: string }).region);
      expect(new Set(regions)).toEqual(new Set(['eu-west-1', 'eu-central-1']));
      const consumer = resourceNamed(
        Template.fromStack(frankfurt),
        'AWS::Lambda::Function',
        'InventoryConsumerFunction',
      );
      expect(consumer.Properties['FunctionName']).toBeUndefined();
    });

    it("shows a subscriber in its Region with what is in the topic's", () => {
      const { frankfurt: stack, subscribers } = overRegions();
      new FanoutDashboard(stack, 'Dashboard', { subscribers });

      const [status, ...others] = bodyOf(stack).widgets;
      // Dead letters and oldest message; arrivals and expiry in the UndeliveredQueue.
      expect(status?.properties.alarms).toHaveLength(4);
      const deadLetters = others.find(({ properties }) => properties.title === 'Dead letters and undelivered');
      expect(deadLetters?.properties.metrics?.map((metric) => metric.at(-1))).toEqual([
        { stat: 'Maximum' },
        { stat: 'Maximum', region: 'eu-west-1' },
      ]);
    });

    it('G7 fails where one of the Regions is not known', () => {
      const { stackIn, outboxes } = overRegions();

      expect(() => new FanoutDashboard(stackIn('Anywhere'), 'Dashboard', { outboxes })).toThrow(
        'must both say their Region, or neither, got eu-west-1 for Ireland/Outbox and none for the dashboard; set env [DashboardRegionUnknown] (at Anywhere/Dashboard)',
      );
    });
  });

  it('G7 fails when there is nothing to show', () => {
    expect(() => new FanoutDashboard(emptyStack(), 'Dashboard', { topics: [] })).toThrow(
      '[DashboardEmpty] (at Shop/Dashboard)',
    );
  });
});
