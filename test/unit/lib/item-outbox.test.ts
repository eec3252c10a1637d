import { Match, Template } from 'aws-cdk-lib/assertions';
import { TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { EventTopic, ItemOutbox } from '../../../lib/index.ts';
import { itemOutboxTemplate, ordersTable } from './item-outbox-stack.ts';
import { code, emptyStack, orderEvents } from './sample-stack.ts';
import { grantsOf, listed, resourceNamed, resourcesOf, variablesOf } from './template-reading.ts';

const MAPPING = 'AWS::Lambda::EventSourceMapping';

const plain = itemOutboxTemplate();

const actionsOn = (template: Template, resourcePrefix: string): string[] =>
  grantsOf(template, 'OutboxRelayFunction')
    .filter(({ Resource: resource }) => JSON.stringify(resource).includes(`"${resourcePrefix}`))
    .flatMap(({ Action: action }) => listed(action))
    .sort();

describe('an item outbox', () => {
  it('G1 feeds the relay with every write that leaves events in an item, from the oldest on, and never gives up', () => {
    plain.hasResourceProperties(MAPPING, {
      EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Orders'), 'StreamArn'] },
      StartingPosition: 'TRIM_HORIZON',
      FilterCriteria: {
        Filters: [
          {
            Pattern:
              '{"eventName":["INSERT","MODIFY"],"dynamodb":{"NewImage":{"fanoutEvents":{"S":[{"exists":true}]}}}}',
          },
        ],
      },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: -1,
      BatchSize: 100,
      ParallelizationFactor: Match.absent(),
    });
  });

  it('G1 feeds a relay that derives events with every insertion and modification', () => {
    const template = itemOutboxTemplate(() => ({ derivingRelay: { code, handler: 'orders.relay' } }));

    template.hasResourceProperties(MAPPING, {
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT","MODIFY"]}' }] },
    });
    const relay = resourceNamed(template, 'AWS::Lambda::Function', 'OutboxRelayFunction').Properties;
    expect(relay['Handler']).toBe('orders.relay');
    expect(relay['Code']).toStrictEqual({ ZipFile: expect.any(String) });
  });

  it('keeps what can never be published in a table of its own that outlives the stack', () => {
    plain.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
        StreamSpecification: Match.absent(),
        TimeToLiveSpecification: Match.absent(),
      },
    });
    expect(Object.keys(resourcesOf(plain, 'AWS::DynamoDB::Table'))).toHaveLength(2);
  });

  it('tells the relay its quarantine and the topics by name', () => {
    const variables = variablesOf(plain, 'OutboxRelayFunction');

    expect(variables['FANOUT_QUARANTINE_TABLE']).toStrictEqual({
      Ref: expect.stringMatching(/^OutboxQuarantineTable/),
    });
    expect(JSON.stringify(variables['FANOUT_TOPIC_ARNS'])).toMatch(/order-events.*Ref.*order-ledger.*Ref/);
    expect(variables).not.toHaveProperty('FANOUT_OUTBOX_TABLE');
  });

  it('G8 lets the relay read the stream, but not the table', () => {
    expect(actionsOn(plain, 'Orders')).toStrictEqual([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    ]);
    expect(actionsOn(plain, 'OutboxQuarantineTable')).toStrictEqual(['dynamodb:PutItem']);
    expect(actionsOn(plain, 'ordereventsTopic')).toStrictEqual(['sns:Publish']);
  });

  it('G8 lets the relay use the keys of both tables', () => {
    const template = itemOutboxTemplate((scope) => ({
      encryptionKey: new Key(scope, 'QuarantineKey'),
      table: ordersTable(scope, {
        encryption: TableEncryption.CUSTOMER_MANAGED,
        encryptionKey: new Key(scope, 'OrdersKey'),
      }),
    }));

    expect(actionsOn(template, 'OrdersKey')).toStrictEqual(['kms:Decrypt']);
    expect(actionsOn(template, 'QuarantineKey')).toContain('kms:GenerateDataKey');
  });

  it('has ids that never change by accident', () => {
    expect(Object.keys(resourcesOf(plain, 'AWS::DynamoDB::Table'))).toContain('OutboxQuarantineTableAE201102');
    expect(Object.keys(resourcesOf(plain, MAPPING))).toStrictEqual(['OutboxRelayMapping7998A036']);
    expect(Object.keys(resourcesOf(plain, 'AWS::Logs::LogGroup'))).toStrictEqual([
      'OutboxRelayFunctionLogGroup99A5DE44',
    ]);
  });

  it('lets people look at the quarantine, and measures it', () => {
    const stack = emptyStack();
    const topics = [new EventTopic(stack, 'Topic', { definition: orderEvents })];
    const outbox = new ItemOutbox(stack, 'Outbox', { topics, table: ordersTable(stack) });

    outbox.grantReadQuarantine(outbox.relay);

    expect(actionsOn(Template.fromStack(stack), 'OutboxQuarantineTable')).toStrictEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:Scan',
    ]);
    expect(outbox.metricQuarantined({ label: 'x' })).toMatchObject({
      metricName: 'Quarantined',
      statistic: 'Sum',
      label: 'x',
    });
    expect(outbox.metricIteratorAge()).toMatchObject({ metricName: 'IteratorAge', statistic: 'Maximum' });
  });
});

describe('the alarms of an item outbox', () => {
  const alarm = (id: string) => resourceNamed(plain, 'AWS::CloudWatch::Alarm', `OutboxAlarms${id}`).Properties;

  it('G1 ring when the relay is 15 minutes behind, because nothing else would notice', () => {
    expect(alarm('IteratorAgeAlarm')).toMatchObject({
      MetricName: 'IteratorAge',
      Statistic: 'Maximum',
      Threshold: 900_000,
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
      EvaluationPeriods: evaluationPeriods,
      TreatMissingData: 'notBreaching',
    });
  });

  it('measure what the relay logs', () => {
    plain.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ ($.type = "fanout.relay") && ($.quarantined >= 0) }',
      LogGroupName: { Ref: Match.stringLikeRegexp('^OutboxRelayFunctionLogGroup') },
      MetricTransformations: [{ MetricName: 'Quarantined', MetricValue: '$.quarantined' }],
    });
  });
});
