import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { fifoSubscriberTemplate, subscriberTemplate } from './sample-stack.ts';
import { resourceNamed, resourcesOf } from './template-reading.ts';

const QUEUE = 'AWS::SQS::Queue';
const ALL_QUEUES = ['InventoryQueue', 'InventoryDeadLetterQueue', 'InventorySubscriptionDeadLetterQueue'];

describe('the queues of a subscriber', () => {
  it('G1 hide a message for six function time-outs and the batching window', () => {
    const template = subscriberTemplate({
      consumer: { timeout: Duration.seconds(10), maxBatchingWindow: Duration.seconds(5) },
    });

    expect(resourceNamed(template, QUEUE, 'InventoryQueue').Properties['VisibilityTimeout']).toBe(65);
  });

  it('G1 keep dead letters for 14 days, longer than the queue keeps its messages', () => {
    const template = subscriberTemplate({ retentionPeriod: Duration.days(13) });

    expect(resourceNamed(template, QUEUE, 'InventoryQueue').Properties['MessageRetentionPeriod']).toBe(1_123_200);
    for (const id of ['InventoryDeadLetterQueue', 'InventorySubscriptionDeadLetterQueue']) {
      expect(resourceNamed(template, QUEUE, id).Properties['MessageRetentionPeriod']).toBe(1_209_600);
    }
  });

  it.each([
    [1, 60, 200],
    [5, 60, 200],
    [6, 72, 240],
    [25, 300, 1000],
  ])('G4 with %d attempts move a message after %d receives, on FIFO after %d', (maxAttempts, standard, fifo) => {
    const receives = (template: ReturnType<typeof subscriberTemplate>) =>
      resourceNamed(template, QUEUE, 'InventoryQueue').Properties['RedrivePolicy'];

    expect(receives(subscriberTemplate({ consumer: { maxAttempts } }))).toMatchObject({ maxReceiveCount: standard });
    expect(receives(fifoSubscriberTemplate({ consumer: { maxAttempts } }))).toMatchObject({ maxReceiveCount: fifo });
  });

  it('G1 send dead letters of the queue to its own dead-letter queue, which takes them from no other queue', () => {
    const template = subscriberTemplate();

    const queue = resourceNamed(template, QUEUE, 'InventoryQueue').Properties;
    const deadLetterQueue = resourceNamed(template, QUEUE, 'InventoryDeadLetterQueue').Properties;

    const [deadLetterQueueId] = Object.keys(resourcesOf(template, QUEUE)).filter((id) =>
      /^InventoryDeadLetterQueue/.test(id),
    );
    expect(queue['RedrivePolicy']).toMatchObject({
      deadLetterTargetArn: { 'Fn::GetAtt': [deadLetterQueueId, 'Arn'] },
    });
    const nameParts = joined(queue['QueueName']);
    const { redrivePermission, sourceQueueArns } = deadLetterQueue['RedriveAllowPolicy'] as {
      redrivePermission: string;
      sourceQueueArns: unknown[];
    };
    expect(redrivePermission).toBe('byQueue');
    expect(sourceQueueArns).toHaveLength(1);
    expect(JSON.stringify(joined(sourceQueueArns[0]))).toContain(`:${JSON.stringify(nameParts).slice(2, -1)}`);
  });

  it('have a name that differs in each deployment of the same template', () => {
    const { Properties: properties } = resourceNamed(subscriberTemplate(), QUEUE, 'InventoryQueue');
    const uuid = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };

    expect(joined(properties['QueueName'])).toStrictEqual([
      expect.stringMatching(/^Shop-Inventory-[0-9A-F]{8}-$/),
      { 'Fn::Select': [0, { 'Fn::Split': ['-', uuid] }] },
    ]);
  });

  it('are all encrypted with keys of SQS', () => {
    subscriberTemplate().allResourcesProperties(QUEUE, { SqsManagedSseEnabled: true, KmsMasterKeyId: Match.absent() });
  });

  it('are all standard for a standard topic', () => {
    subscriberTemplate().allResourcesProperties(QUEUE, { FifoQueue: Match.absent() });
  });

  it('G3 are all FIFO for a FIFO topic, with the throughput of each message group', () => {
    const template = fifoSubscriberTemplate();

    template.resourceCountIs(QUEUE, 3);
    template.allResourcesProperties(QUEUE, {
      FifoQueue: true,
      ContentBasedDeduplication: false,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    });
    const { Properties: properties } = resourceNamed(template, QUEUE, 'InventoryQueue');
    expect(joined(properties['QueueName']).at(-1)).toBe('.fifo');
  });

  it('G1 outlive the stack unless it is asked otherwise', () => {
    const retained = subscriberTemplate();
    const destroyed = subscriberTemplate({ removalPolicy: RemovalPolicy.DESTROY });

    for (const id of ALL_QUEUES) {
      expect(resourceNamed(retained, QUEUE, id)).toMatchObject({
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      });
      expect(resourceNamed(destroyed, QUEUE, id)).toMatchObject({ DeletionPolicy: 'Delete' });
    }
  });

  it('G8 all refuse plain HTTP', () => {
    const policies = resourcesOf(subscriberTemplate(), 'AWS::SQS::QueuePolicy');

    expect(Object.keys(policies)).toHaveLength(3);
    for (const { Properties: properties } of Object.values(policies)) {
      expect(properties['PolicyDocument']).toMatchObject({
        Statement: expect.arrayContaining([
          expect.objectContaining({
            Effect: 'Deny',
            Action: 'sqs:*',
            Principal: { AWS: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      });
    }
  });
});

const joined = (value: unknown): unknown[] => (value as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1];
