import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { EventTopic, Outbox, type OutboxProps } from '../../../lib/index.ts';
import { emptyStack, orderEvents, orderLedger } from './sample-stack.ts';
import { grantsOf, listed, resourceNamed, resourcesOf, variablesOf } from './template-reading.ts';

const templateOf = (props?: Partial<OutboxProps>): Template => {
  const stack = emptyStack();
  const topics = [orderEvents, orderLedger].map((definition) => new EventTopic(stack, definition.name, { definition }));
  new Outbox(stack, 'Outbox', { topics, ...props });
  return Template.fromStack(stack);
};

const plain = templateOf();

const actionsOn = (template: Template, role: string, resourcePrefix: string): string[] =>
  grantsOf(template, role)
    .filter(({ Resource: resource }) => JSON.stringify(resource).includes(`"${resourcePrefix}`))
    .flatMap(({ Action: action }) => listed(action));

describe('an outbox', () => {
  it('G1 is a table with a stream of new images that outlives the stack', () => {
    plain.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
        // An entry that expires is an event that is lost.
        TimeToLiveSpecification: Match.absent(),
      },
    });
  });

  it('can be destroyed with the stack', () => {
    templateOf({ removalPolicy: RemovalPolicy.DESTROY }).hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtectionEnabled: false },
    });
  });

  it('G1 feeds the relay with every insertion, from the oldest on, and never gives up', () => {
    plain.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      StartingPosition: 'TRIM_HORIZON',
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: -1,
      ParallelizationFactor: Match.absent(),
      BisectBatchOnFunctionError: Match.absent(),
    });
  });

  it('tells relay and sweeper the table and the topics by name', () => {
    for (const publisher of ['OutboxRelayFunction', 'OutboxSweeperFunction']) {
      const variables = variablesOf(plain, publisher);
      expect(variables['FANOUT_OUTBOX_TABLE']).toStrictEqual({ Ref: expect.stringMatching(/^OutboxTable/) });
      expect(JSON.stringify(variables['FANOUT_TOPIC_ARNS'])).toMatch(/order-events.*Ref.*order-ledger.*Ref/);
    }
    expect(variablesOf(plain, 'OutboxSweeperFunction')['FANOUT_SWEEP_AFTER_SECONDS']).toBe('120');
  });

  it('G1 sweeps on a schedule whose run ends before the next begins', () => {
    plain.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Targets: [{ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^OutboxSweeperFunction'), 'Arn'] } }],
    });
    expect(resourceNamed(plain, 'AWS::Lambda::Function', 'OutboxSweeperFunction').Properties['Timeout']).toBe(60);
  });

  it('G8 lets the relay read its stream, publish to its topics and tidy its table', () => {
    expect(actionsOn(plain, 'OutboxRelayFunction', 'OutboxTable').sort()).toStrictEqual([
      'dynamodb:BatchWriteItem',
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ]);
    expect(actionsOn(plain, 'OutboxRelayFunction', 'ordereventsTopic')).toStrictEqual(['sns:Publish']);
    expect(actionsOn(plain, 'OutboxRelayFunction', 'orderledgerTopic')).toStrictEqual(['sns:Publish']);
  });

  it('G8 lets the sweeper read the table, but not the stream', () => {
    expect(actionsOn(plain, 'OutboxSweeperFunction', 'OutboxTable').sort()).toStrictEqual([
      'dynamodb:BatchWriteItem',
      'dynamodb:Query',
      'dynamodb:Scan',
      'dynamodb:UpdateItem',
    ]);
  });

  it.each<[string, string, Partial<OutboxProps>, Partial<OutboxProps>]>([
    ['SweepEveryRange', 'shortest', { sweepEvery: Duration.minutes(1) }, { sweepEvery: Duration.seconds(59) }],
    ['SweepEveryRange', 'longest', { sweepEvery: Duration.minutes(60) }, { sweepEvery: Duration.minutes(61) }],
    ['SweepEveryRange', 'whole', { sweepEvery: Duration.seconds(120) }, { sweepEvery: Duration.seconds(121) }],
    ['SweepAfterRange', 'shortest', { sweepAfter: Duration.seconds(1) }, { sweepAfter: Duration.seconds(0) }],
    ['SweepAfterRange', 'longest', { sweepAfter: Duration.hours(1) }, { sweepAfter: Duration.seconds(3601) }],
    ['BatchSizeRange', 'smallest', { batchSize: 1 }, { batchSize: 0 }],
    ['BatchSizeRange', 'largest', { batchSize: 10_000 }, { batchSize: 10_001 }],
    [
      'BatchingWindowRange',
      'longest',
      { maxBatchingWindow: Duration.seconds(300) },
      { maxBatchingWindow: Duration.seconds(301) },
    ],
    ['ParallelizationFactorRange', 'smallest', { parallelizationFactor: 1 }, { parallelizationFactor: 0 }],
    ['ParallelizationBreaksOrder', 'largest', { parallelizationFactor: 1 }, { parallelizationFactor: 2 }],
  ])('G7 fails with %s one past its %s good value', (code, _end, lastGood, firstBad) => {
    expect(() => templateOf(lastGood)).not.toThrow();
    expect(() => templateOf(firstBad)).toThrow(`[${code}] (at Shop/Outbox`);
  });

  it('G7 reports several mistakes together', () => {
    const wrong = { topics: [], batchSize: 0, sweepEvery: Duration.seconds(90), sweepAfter: Duration.seconds(0) };

    expect(() => templateOf(wrong)).toThrow(
      /\[TopicsEmpty\].*\n.*\[BatchSizeRange\].*\n.*\[SweepEveryRange\].*\n.*\[SweepAfterRange\]/,
    );
  });

  it('hands the relay’s settings to its mapping', () => {
    const stack = emptyStack();
    const topics = [new EventTopic(stack, 'Topic', { definition: orderEvents })];
    const settings = { batchSize: 500, maxBatchingWindow: Duration.seconds(2), parallelizationFactor: 10 };

    new Outbox(stack, 'Outbox', { topics, ...settings });

    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 500,
      MaximumBatchingWindowInSeconds: 2,
      ParallelizationFactor: 10,
    });
    expect(() => new Outbox(stack, 'Other', { topics, parallelizationFactor: 11 })).toThrow(
      '[ParallelizationFactorRange]',
    );
  });

  it('G3 reads a shard once at a time for a FIFO topic, because entries of one ordering key are several items', () => {
    expect(() => templateOf({ parallelizationFactor: 2 })).toThrow(
      'parallelizationFactor must be 1 for the FIFO topic order-ledger, got 2; Lambda keeps the order of an item only',
    );
  });

  it('can do without point-in-time recovery', () => {
    templateOf({ pointInTimeRecovery: false }).hasResourceProperties('AWS::DynamoDB::Table', {
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
    });
  });

  it('G7 fails without a topic', () => {
    expect(() => templateOf({ topics: [] })).toThrow('topics must name at least one topic, got none [TopicsEmpty]');
  });

  it('G7 fails when two topics have one name, because an entry names its topic', () => {
    const stack = emptyStack();
    const topics = ['One', 'Two'].map((id) => new EventTopic(stack, id, { definition: orderEvents }));

    expect(() => new Outbox(stack, 'Outbox', { topics })).toThrow('got order-events twice');
  });
});

describe('the alarms of an outbox', () => {
  const ALARM = 'AWS::CloudWatch::Alarm';
  const alarm = (id: string, props?: Partial<OutboxProps>) =>
    resourceNamed(props === undefined ? plain : templateOf(props), ALARM, `OutboxAlarms${id}`).Properties;

  it('G1 ring for an event that nobody has published, and when nobody has looked', () => {
    expect(alarm('OldestUnpublishedAlarm')).toMatchObject({
      MetricName: 'OldestUnpublished',
      Statistic: 'Maximum',
      // sweepAfter of 2 minutes and 15 minutes of grace
      Threshold: 1_020_000,
      Period: 300,
      EvaluationPeriods: 2,
      TreatMissingData: 'breaching',
    });
  });

  it('G1 look at several sweeps, however rare they are', () => {
    expect(alarm('OldestUnpublishedAlarm', { sweepEvery: Duration.minutes(10) })['Period']).toBe(3000);
  });

  it('G1 ring when the relay is hours behind its stream', () => {
    expect(alarm('IteratorAgeAlarm')).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName: 'IteratorAge',
      Statistic: 'Maximum',
      Threshold: 14_400_000,
      TreatMissingData: 'notBreaching',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: expect.stringMatching(/^OutboxRelayFunction/) } }],
    });
  });

  it.each([
    ['RelayErrorsAlarm', 'Errors', 3],
    ['RelayThrottlesAlarm', 'Throttles', 3],
    ['QuarantineAlarm', 'Quarantined', 1],
  ])('G4 ring for %s', (id, metricName, evaluationPeriods) => {
    expect(alarm(id)).toMatchObject({
      MetricName: metricName,
      Statistic: 'Sum',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: evaluationPeriods,
      TreatMissingData: 'notBreaching',
    });
  });

  it('measure what relay and sweeper log', () => {
    const filters = Object.values(resourcesOf(plain, 'AWS::Logs::MetricFilter')).map(({ Properties: properties }) => ({
      pattern: properties['FilterPattern'],
      logGroup: (properties['LogGroupName'] as { Ref: string }).Ref.slice(0, -8),
      transformation: (properties['MetricTransformations'] as Record<string, unknown>[])[0],
    }));

    expect(filters).toMatchObject(
      [
        ['OutboxSweeperFunctionLogGroup', 'OldestUnpublished', 'oldestUnpublishedMs'],
        ['OutboxSweeperFunctionLogGroup', 'Unpublished', 'unpublished'],
        ['OutboxRelayFunctionLogGroup', 'Quarantined', 'quarantined'],
        ['OutboxSweeperFunctionLogGroup', 'Quarantined', 'quarantined'],
      ].map(([logGroup, metric, field]) => ({
        pattern: `{ ($.type = "fanout.relay") && ($.${field} >= 0) }`,
        logGroup,
        transformation: { MetricName: metric, MetricValue: `$.${field}` },
      })),
    );
    // A default value would feign a sweep that did not happen.
    expect(filters.filter(({ transformation }) => transformation && 'DefaultValue' in transformation)).toStrictEqual(
      [],
    );
  });

  it('keep the metrics of each outbox and stack apart', () => {
    const { Namespace: namespace } = alarm('OldestUnpublishedAlarm') as { Namespace: unknown };

    expect(namespace).toStrictEqual({
      'Fn::Join': ['', ['Fanout/', { Ref: 'AWS::StackName' }, expect.stringMatching(/^\/ShopOutbox/)]],
    });
  });
});
