import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { EventTopic, FanoutAlarms, Outbox, Subscriber } from '../../../lib/index.ts';
import { alarmHistory } from './alarm-history.ts';
import { addItemOutbox } from './item-outbox-stack.ts';
import type { Series } from './metric-math.ts';
import { addSubscriber, emptyStack, orderEvents, orderLedger, type SubscriberChanges } from './sample-stack.ts';
import { resourceNamed, resourcesOf, type TemplateResource } from './template-reading.ts';

const ALARM = 'AWS::CloudWatch::Alarm';
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';

const onCall = (stack: Stack): SnsAction => new SnsAction(new Topic(stack, 'OnCall'));

const watched = (changes: SubscriberChanges = {}, definition = orderEvents): Template => {
  const stack = emptyStack();
  const topic = new EventTopic(stack, 'Events', { definition });
  const subscriber = addSubscriber(stack, { topic, ...changes });
  const outbox = new Outbox(stack, 'Outbox', { topics: [topic] });
  new FanoutAlarms(stack, 'Alarms', {
    alarmActions: [onCall(stack)],
    topics: [topic],
    subscribers: [subscriber],
    outboxes: [outbox, addItemOutbox(stack, { topics: [topic] })],
  });
  return Template.fromStack(stack);
};

const standard = watched();
const fifo = watched({}, orderLedger);
const health = (id: string, template = standard): TemplateResource =>
  resourceNamed(template, ALARM, `InventoryHealth${id}`);

const steady = (length: number, value: number | undefined): Series => Array.from({ length }, () => value);
const rising = (length: number, from: number, step: number): Series =>
  Array.from({ length }, (_, index) => from + step * index);

describe('the alarms of a fan-out', () => {
  it('all tell somebody, themselves or by a composite alarm, and say what to do', () => {
    const [composite] = Object.values(resourcesOf(fifo, COMPOSITE));
    const rule = JSON.stringify(composite?.Properties['AlarmRule']);
    const alarms = Object.entries(resourcesOf(fifo, ALARM));

    expect(alarms.length).toBeGreaterThan(17);
    for (const [id, { Properties: properties }] of alarms) {
      const tells = JSON.stringify(properties['AlarmActions'] ?? '').includes('OnCall');
      expect(tells !== rule.includes(`"${id}"`), `${id} tells once`).toBe(true);
      expect(String(properties['AlarmDescription']).length, `${id} has a runbook`).toBeGreaterThan(80);
    }
  });

  it('count as one for all that makes a subscriber unhealthy', () => {
    const [composite] = Object.values(resourcesOf(fifo, COMPOSITE));

    const names = [...JSON.stringify(composite?.Properties['AlarmRule']).matchAll(/"(Inventory\w+?)[0-9A-F]{8}"/g)];
    expect(names.map(([, name]) => name)).toStrictEqual([
      'InventoryAlarmsOldestMessageAlarm',
      'InventoryHealthBacklogGrowingAlarm',
      'InventoryHealthTimeToDrainAlarm',
      'InventoryHealthGroupSkewAlarm',
      'InventoryHealthErrorsAlarm',
      'InventoryHealthThrottlesAlarm',
    ]);
    expect(composite?.Properties['AlarmActions']).toStrictEqual([{ Ref: expect.stringMatching(/^OnCall/) }]);
    expect(composite?.Properties['AlarmDescription']).toEqual(expect.stringContaining('inventory is unhealthy'));
  });

  it('look at groups on FIFO queues alone, and at functions where there are some', () => {
    expect(Object.keys(resourcesOf(standard, ALARM)).filter((id) => id.includes('GroupSkew'))).toStrictEqual([]);

    const stack = emptyStack();
    const topic = new EventTopic(stack, 'Events', { definition: orderEvents });
    const subscribers = [new Subscriber(stack, 'Billing', { name: 'billing', topic })];
    new FanoutAlarms(stack, 'Alarms', { alarmActions: [onCall(stack)], subscribers });
    const ids = Object.keys(resourcesOf(Template.fromStack(stack), ALARM)).map((id) => id.slice(0, -8));
    expect(ids.filter((id) => id.startsWith('BillingHealth'))).toStrictEqual([
      'BillingHealthExpiryAlarm',
      'BillingHealthDeadLetterExpiryAlarm',
      'BillingHealthUndeliveredExpiryAlarm',
      'BillingHealthBacklogGrowingAlarm',
      'BillingHealthTimeToDrainAlarm',
    ]);
  });

  it('leave alone who told somebody before', () => {
    const stack = emptyStack();
    const other = new SnsAction(new Topic(stack, 'Team'));
    const subscriber = addSubscriber(stack, { alarmActions: [other] });
    new FanoutAlarms(stack, 'Alarms', { alarmActions: [onCall(stack)] }).addSubscriber(subscriber);

    const { Properties } = resourceNamed(Template.fromStack(stack), ALARM, 'InventoryAlarmsDeadLetterAlarm');
    expect(Properties['AlarmActions']).toStrictEqual([{ Ref: expect.stringMatching(/^Team/) }]);
  });

  it.each([
    ['DeliveriesFailed', 'NumberOfNotificationsFailed'],
    ['MessagesLost', 'NumberOfNotificationsFailedToRedriveToDlq'],
  ])('G1 ring for a topic: %s', (id, metric) => {
    const alarm = resourceNamed(standard, ALARM, `EventsAlarms${id}Alarm`);

    expect(alarmHistory(alarm, { [metric]: [undefined, 0, 1] })).toStrictEqual([false, false, true]);
  });

  it('G1 ring for a topic when a filter cannot read its messages', () => {
    const alarm = resourceNamed(standard, ALARM, 'EventsAlarmsMessagesUnfilterableAlarm');
    const history = (attributes: Series, bodies: Series): boolean[] =>
      alarmHistory(alarm, {
        'NumberOfNotificationsFilteredOut-InvalidAttributes': attributes,
        'NumberOfNotificationsFilteredOut-InvalidMessageBody': bodies,
      });

    expect(history([undefined, 1], [undefined, undefined])).toStrictEqual([false, true]);
    expect(history([undefined, undefined], [undefined, 1])).toStrictEqual([false, true]);
  });
});

describe('the alarm on dead letters', () => {
  const alarm = resourceNamed(standard, ALARM, 'InventoryAlarmsDeadLetterAlarm');
  /** Minute by minute. */
  const history = (visible: Series, sent: Series = visible.map(() => 0)): boolean[] =>
    alarmHistory(alarm, { ApproximateNumberOfMessagesVisible: visible, NumberOfMessagesSent: sent });
  /** How often it goes to ALARM, which is how often somebody is told. */
  const rings = (states: readonly boolean[]): number =>
    states.filter((inAlarm, period) => inAlarm && states[period - 1] !== true).length;

  it('G1 rings at an arrival, falls silent while they lie there, and rings again at the next', () => {
    const visible = [0, ...steady(7, 1), ...steady(7, 2)];

    expect(history(visible)).toStrictEqual([
      false,
      ...[true, true, true, true, true, false, false],
      ...[true, true, true, true, true, false, false],
    ]);
  });

  it('G1 rings for each when one arrives every ten minutes', () => {
    const visible = Array.from({ length: 60 }, (_, minute) => Math.floor(minute / 10));

    expect(rings(history(visible))).toBe(5);
  });

  it('G1 rings for one that was redriven and fails again, though as many lie there as before', () => {
    expect(history([5, 5, 5, 5], [0, 0, 1, 0])).toStrictEqual([false, false, true, true]);
    expect(history([5, 0, 5, 5])).toStrictEqual([false, false, true, true]);
  });

  it('G1 rings after the queue’s metrics were idle', () => {
    const idle = steady(180, undefined);

    expect(rings(history([0, ...idle, 1, 1], [0, ...idle, 0, 0]))).toBe(1);
    expect(rings(history([...idle, 0, 0], [...idle, 1, 0]))).toBe(1);
  });

  it('is silent while metrics are idle or late', () => {
    expect(rings(history(steady(180, undefined)))).toBe(0);
    expect(rings(history([5, 5, undefined, 5, 5]).slice(1))).toBe(0);
  });

  it('is silent while they are redriven', () => {
    expect(history([5, 3, 0, undefined]).slice(1)).toStrictEqual([false, false, false]);
  });
});

describe('the alarm on the time to drain', () => {
  const history = (visible: Series, deleted: Series): boolean[] =>
    alarmHistory(health('TimeToDrainAlarm'), {
      ApproximateNumberOfMessagesVisible: visible,
      NumberOfMessagesDeleted: deleted,
    });

  it('G1 rings while the queue grows, which the difference of what comes and goes would not show', () => {
    // 100 handled in five minutes: 1,200 wait for an hour.
    expect(history(rising(5, 1201, 500), steady(5, 100)).at(-1)).toBe(true);
    expect(history(steady(5, 1200), steady(5, 100)).at(-1)).toBe(false);
  });

  it('G1 rings when nothing is handled at all, also when SQS reports nothing', () => {
    expect(history(steady(3, 101), steady(3, 0))).toStrictEqual([false, false, true]);
    expect(history(steady(3, 101), steady(3, undefined))).toStrictEqual([false, false, true]);
  });

  it('is silent over a few messages that wait behind one that takes long', () => {
    expect(history(steady(12, 100), steady(12, 0)).at(-1)).toBe(false);
  });

  it('is silent over an empty or idle queue', () => {
    expect(history(steady(4, 0), steady(4, 0)).at(-1)).toBe(false);
    expect(history(steady(4, undefined), steady(4, undefined)).at(-1)).toBe(false);
  });
});

describe('the alarm on a growing backlog', () => {
  const history = (visible: Series): boolean[] =>
    alarmHistory(health('BacklogGrowingAlarm'), { ApproximateNumberOfMessagesVisible: visible });

  it('rings when it grew in five of six periods', () => {
    expect(history(rising(7, 1000, 10)).at(-1)).toBe(true);
    expect(history([1000, 1010, 1020, 1015, 1030, 1040, 1050]).at(-1)).toBe(true);
    expect(history([1000, 1010, 1005, 1015, 1010, 1020, 1030]).at(-1)).toBe(false);
  });

  it('is silent while few messages wait, or they get fewer', () => {
    expect(history(rising(8, 10, 10)).at(-1)).toBe(false);
    expect(history(rising(8, 9000, -10)).at(-1)).toBe(false);
  });
});

describe('the alarm on few message groups', () => {
  const history = (groups: number): boolean =>
    alarmHistory(health('GroupSkewAlarm', fifo), {
      ApproximateNumberOfMessagesVisible: steady(6, 5000),
      ApproximateNumberOfGroupsWithInflightMessages: steady(6, groups),
    }).at(-1) === true;

  it('G3 rings when many messages wait for a tenth of the possible groups', () => {
    expect(history(5)).toBe(true);
    expect(history(6)).toBe(false);
  });

  it('is silent when no group is handled: then others ring', () => {
    expect(history(0)).toBe(false);
  });
});

describe('the alarms on messages that expire', () => {
  it.each([
    ['at three quarters of the retention', {}, 259_200],
    ['of another retention as well', { retentionPeriod: Duration.hours(1) }, 2700],
  ])('G1 ring for a queue %s', (_when, changes, threshold) => {
    expect(health('ExpiryAlarm', watched(changes)).Properties).toMatchObject({
      MetricName: 'ApproximateAgeOfOldestMessage',
      Threshold: threshold,
    });
  });

  it.each([
    ['of four days on a standard queue: 14 days less those four and three to act', {}, orderEvents, 604_800],
    [
      'of 13 days on a standard queue: half of the one day left',
      { retentionPeriod: Duration.days(13) },
      orderEvents,
      43_200,
    ],
    ['on a FIFO queue, where the clock begins again', {}, orderLedger, 950_400],
  ])('G1 ring for dead letters after a retention %s', (_which, changes, definition, threshold) => {
    const template = watched(changes, definition);

    expect(health('DeadLetterExpiryAlarm', template).Properties).toMatchObject({
      MetricName: 'ApproximateAgeOfOldestMessage',
      Threshold: threshold,
    });
  });
});

describe('the alarm on deliveries that fail and are tried again', () => {
  const alarmsOf = (logsDeliveryFailures: boolean): Template => {
    const stack = emptyStack();
    const topic = new EventTopic(stack, 'Events', { definition: orderEvents, logsDeliveryFailures });
    new FanoutAlarms(stack, 'Alarms', { alarmActions: [onCall(stack)], topics: [topic] });
    return Template.fromStack(stack);
  };

  it('G1 rings when they are logged for 15 minutes, weeks before SNS gives them up', () => {
    const alarm = resourceNamed(alarmsOf(true), ALARM, 'EventsAlarmsDeliveriesFailingAlarm');

    expect(alarm.Properties['Dimensions']).toStrictEqual([
      { Name: 'LogGroupName', Value: { Ref: expect.stringMatching(/^EventsDeliveryFailuresLogGroup/) } },
    ]);
    expect(alarmHistory(alarm, { IncomingLogEvents: [undefined, 9, 15, 15, undefined] })).toStrictEqual([
      false,
      false,
      false,
      true,
      false,
    ]);
  });

  it('is there only with the log', () => {
    expect(Object.keys(resourcesOf(alarmsOf(false), ALARM)).filter((id) => id.includes('Failing'))).toStrictEqual([]);
  });
});

describe('the alarm on undelivered messages that expire', () => {
  it('G1 rings three days before, as many days after they came', () => {
    expect(health('UndeliveredExpiryAlarm').Properties).toMatchObject({
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [
        { Value: { 'Fn::GetAtt': [expect.stringMatching(/^InventorySubscriptionDeadLetterQueue/), 'QueueName'] } },
      ],
      Threshold: 11 * 86_400,
    });
  });
});

describe('G7 the alarms of a fan-out', () => {
  it('fail without somebody to tell', () => {
    expect(() => new FanoutAlarms(emptyStack(), 'Alarms', { alarmActions: [] })).toThrow(
      '[AlarmActionsEmpty] (at Shop/Alarms)',
    );
  });

  it.each([
    ['Region', 'arn:aws:sns:us-east-1:111122223333:orders'],
    ['account', 'arn:aws:sns:eu-west-1:444455556666:orders'],
  ])('fail on a topic of another %s, whose metrics are there', (_where, topicArn) => {
    const stack = new Stack(emptyStack().node.root, 'Here', { env: { account: '111122223333', region: 'eu-west-1' } });
    const alarms = new FanoutAlarms(stack, 'Alarms', { alarmActions: [onCall(stack)] });
    const here = EventTopic.fromTopicArn(stack, 'Ours', 'arn:aws:sns:eu-west-1:111122223333:orders', orderEvents);

    expect(() => alarms.addTopic(here)).not.toThrow();
    expect(() => alarms.addTopic(EventTopic.fromTopicArn(stack, 'Theirs', topicArn, orderEvents))).toThrow(
      `got ${topicArn} [TopicElsewhere] (at Here/Alarms)`,
    );
  });

  it.each([
    ['addTopic', 'topic must be an EventTopic'],
    ['addSubscriber', 'subscriber must be a Subscriber'],
    ['addOutbox', 'outbox must be an Outbox or ItemOutbox of this app'],
  ] as const)('G7 fail when %s gets something else', (method, message) => {
    const stack = emptyStack();
    const alarms = new FanoutAlarms(stack, 'Alarms', { alarmActions: [onCall(stack)] });

    expect(() => alarms[method]('orders' as never)).toThrow(`${message}, got "orders" [PropInvalid] (at Shop/Alarms)`);
  });

  it('fail when something is watched twice', () => {
    const stack = emptyStack();
    const subscriber = addSubscriber(stack);
    const alarms = new FanoutAlarms(stack, 'Alarms', { alarmActions: [onCall(stack)], subscribers: [subscriber] });

    expect(() => alarms.addSubscriber(subscriber)).toThrow(
      'each topic and subscriber must be watched once, got Shop/Inventory twice [WatchedTwice] (at Shop/Alarms)',
    );
  });

  it('have thresholds that follow the subscriber’s own', () => {
    standard.hasResourceProperties(ALARM, { Threshold: 3600, EvaluationPeriods: 3, AlarmName: Match.absent() });
  });
});
