import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import {
  AlarmTopicAction,
  applyStage,
  EventTopic,
  FanoutAlarms,
  FanoutChecks,
  FanoutDashboard,
  Outbox,
  type StageSettings,
  stages,
  UndeliveredQueue,
} from '../../../lib/index.ts';
import { cdkOutdir } from '../cdk-outdir.ts';
import { brokenRules } from '../rules/plain-fanout.ts';
import { addItemOutbox } from './item-outbox-stack.ts';
import { addShop, addSubscriber, emptyStack, orderEvents } from './sample-stack.ts';
import { resourceNamed, resourcesOf } from './template-reading.ts';

const shopIn = (settings: StageSettings): Template => {
  const stack = emptyStack();
  applyStage(stack, 'any', settings);
  addShop(stack);
  return Template.fromStack(stack);
};

const policiesOf = (template: Template, type: string): Set<string | undefined> =>
  new Set(Object.values(resourcesOf(template, type)).map(({ DeletionPolicy: policy }) => policy));

describe('applyStage', () => {
  it('decides what becomes of queues, tables and logs', () => {
    const kept = shopIn({});
    const gone = shopIn({ removalPolicy: RemovalPolicy.DESTROY });

    for (const type of ['AWS::SQS::Queue', 'AWS::DynamoDB::Table', 'AWS::Logs::LogGroup']) {
      expect(policiesOf(kept, type)).toEqual(new Set(['Retain']));
      expect(policiesOf(gone, type)).toEqual(new Set(['Delete']));
    }
  });

  it('decides how long messages and logs are kept, and how many run at a time', () => {
    const template = shopIn({ retentionPeriod: Duration.days(2), maxConcurrency: 7, logRetention: 3 });

    expect(resourceNamed(template, 'AWS::SQS::Queue', 'InventoryQueue').Properties).toMatchObject({
      MessageRetentionPeriod: 172_800,
    });
    expect(resourceNamed(template, 'AWS::Lambda::EventSourceMapping', 'InventoryMapping').Properties).toMatchObject({
      ScalingConfig: { MaximumConcurrency: 7 },
    });
    for (const { Properties: properties } of Object.values(resourcesOf(template, 'AWS::Logs::LogGroup'))) {
      expect(properties['RetentionInDays']).toBe(3);
    }
  });

  it('decides about point-in-time recovery', () => {
    const recovery = (settings: StageSettings) =>
      resourceNamed(shopIn(settings), 'AWS::DynamoDB::Table', 'InboxTable').Properties[
        'PointInTimeRecoverySpecification'
      ];

    expect(recovery({})).toEqual({ PointInTimeRecoveryEnabled: true });
    expect(recovery({ pointInTimeRecovery: false })).toEqual({ PointInTimeRecoveryEnabled: false });
  });

  it('leaves out alarms, those of FanoutAlarms included, and nobody is warned that there are none', () => {
    const stack = emptyStack();
    applyStage(stack, 'dev', { ...stages.dev, definesAlarms: false });
    const topic = new EventTopic(stack, 'Events', { definition: orderEvents, logsDeliveryFailures: true });
    const subscriber = addSubscriber(stack, { topic });
    const outboxes = [new Outbox(stack, 'Outbox', { topics: [topic] }), addItemOutbox(stack, { topics: [topic] })];
    const undelivered = new UndeliveredQueue(stack, 'Undelivered', { topic, subscriber: 'billing' });
    const watched = { topics: [topic], subscribers: [subscriber], outboxes };
    const alarmActions = [new AlarmTopicAction(new Topic(stack, 'OnCall'))];
    new FanoutAlarms(stack, 'Alarms', { ...watched, alarmActions });
    new FanoutDashboard(stack, 'Dashboard', watched);

    const template = Template.fromStack(stack);
    expect(resourcesOf(template, 'AWS::CloudWatch::Alarm')).toStrictEqual({});
    expect(resourcesOf(template, 'AWS::CloudWatch::CompositeAlarm')).toStrictEqual({});
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    expect(subscriber.deadLetterAlarm ?? undelivered.alarm).toBeUndefined();
    expect(brokenRules(stack).filter((rule) => rule.includes('Unwatched'))).toStrictEqual([]);
  });

  it('may leave out alarms in production only if somebody reads the warning', () => {
    const stack = emptyStack();
    applyStage(stack, 'prod', { ...stages.prod, definesAlarms: false });
    addSubscriber(stack);

    // Its own dead-letter queue, and that of the subscription.
    expect(brokenRules(stack).filter((rule) => rule.includes('Unwatched'))).toHaveLength(2);
  });

  it('decides how often outboxes are swept', () => {
    const rateOf = (settings: StageSettings): unknown =>
      Object.values(resourcesOf(shopIn(settings), 'AWS::Events::Rule'))[0]?.Properties['ScheduleExpression'];

    expect(rateOf({})).toBe('rate(1 minute)');
    expect(rateOf({ sweepEvery: Duration.minutes(10) })).toBe('rate(10 minutes)');
    expect(() => shopIn({ sweepEvery: Duration.seconds(90) })).toThrow('[SweepEveryRange] (at Shop)');
  });

  it('gives every alarm the stage’s actions', () => {
    const stack = emptyStack();
    applyStage(stack, 'prod', { alarmActions: [new AlarmTopicAction(new Topic(stack, 'OnCall'))] });
    addShop(stack);

    const alarms = Object.values(resourcesOf(Template.fromStack(stack), 'AWS::CloudWatch::Alarm'));

    expect(alarms.length).toBeGreaterThan(8);
    expect(alarms.filter(({ Properties: { AlarmActions: actions } }) => actions === undefined)).toEqual([]);
  });

  it('gives way to what a construct says itself', () => {
    const stack = emptyStack();
    applyStage(stack, 'dev', stages.dev);
    addSubscriber(stack, {
      retentionPeriod: Duration.days(3),
      removalPolicy: RemovalPolicy.RETAIN,
      consumer: { maxConcurrency: 9 },
    });

    const template = Template.fromStack(stack);
    const queue = resourceNamed(template, 'AWS::SQS::Queue', 'InventoryQueue');
    const mapping = resourceNamed(template, 'AWS::Lambda::EventSourceMapping', 'InventoryMapping');

    expect(queue).toMatchObject({ DeletionPolicy: 'Retain', Properties: { MessageRetentionPeriod: 259_200 } });
    expect(mapping.Properties).toMatchObject({ ScalingConfig: { MaximumConcurrency: 9 } });
  });

  it('is overruled as a whole by a scope further down', () => {
    const app = new App({ context: { 'fanout:checks': false }, outdir: cdkOutdir });
    applyStage(app, 'dev', stages.dev);
    const stack = new Stack(app, 'Shop');
    applyStage(stack, 'special', { maxConcurrency: 3 });
    addShop(stack);

    const template = Template.fromStack(stack);

    expect(policiesOf(template, 'AWS::SQS::Queue')).toEqual(new Set(['Retain']));
    expect(
      resourceNamed(template, 'AWS::Lambda::EventSourceMapping', 'InventoryMapping').Properties['ScalingConfig'],
    ).toEqual({ MaximumConcurrency: 3 });
  });

  it('G7 makes the checks refuse a production stage that goes with its stack', () => {
    const deleted = (name: string): number => {
      const stack = emptyStack();
      applyStage(stack, name, stages.dev);
      addShop(stack);
      return new FanoutChecks()
        .validateScope(stack)
        .violations.filter(({ ruleName }) => ruleName.includes('DeletedWithStack')).length;
    };

    expect(deleted('dev')).toBe(0);
    expect(deleted('prod')).toBeGreaterThan(0);
  });
});

describe('stages', () => {
  it('keep more the closer they are to production', () => {
    const [dev, staging, prod] = [stages.dev, stages.staging, stages.prod].map(({ retentionPeriod }) =>
      retentionPeriod.toDays(),
    );

    expect([dev, staging, prod]).toEqual([1, 4, 7]);
    expect([stages.dev, stages.staging, stages.prod].map(({ removalPolicy }) => removalPolicy)).toEqual([
      'destroy',
      'destroy',
      'retain',
    ]);
  });
});
