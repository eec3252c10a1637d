import { Duration, Lazy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { FifoThroughputScope, TracingConfig } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import type { TopicDefinition } from '../../../contracts/index.ts';
import { applyStage, EventTopic, type EventTopicProps, stages } from '../../../lib/index.ts';
import { addSubscriber, emptyStack, orderEvents, orderLedger } from './sample-stack.ts';
import { resourceNamed, resourcesOf, variablesOf } from './template-reading.ts';

const TOPIC = 'AWS::SNS::Topic';

const templateOf = (props: Partial<EventTopicProps>): Template => {
  const stack = emptyStack();
  new EventTopic(stack, 'Topic', { definition: orderEvents, ...props });
  return Template.fromStack(stack);
};

const fifoTemplateOf = (props: Partial<EventTopicProps>): Template => templateOf({ definition: orderLedger, ...props });

describe('an event topic', () => {
  it.each<[string, Partial<EventTopicProps>]>([
    ['tracingConfig', { tracingConfig: TracingConfig.PASS_THROUGH }],
    ['definesTraceAccess', { definesTraceAccess: true }],
    ['logsDeliveryFailures', { logsDeliveryFailures: false }],
  ])('stating the default of %s changes nothing', (_prop, stated) => {
    expect(templateOf(stated).toJSON()).toStrictEqual(templateOf({}).toJSON());
  });

  it('stating the defaults of FIFO topics changes nothing but what AWS assumes anyway', () => {
    const stated = fifoTemplateOf({
      contentBasedDeduplication: false,
      fifoThroughputScope: FifoThroughputScope.TOPIC,
      maxMessageSizeBytes: 262_144,
    });

    const [topic] = Object.values(resourcesOf(fifoTemplateOf({}), TOPIC));
    stated.hasResourceProperties(TOPIC, {
      ...topic?.Properties,
      FifoThroughputScope: 'Topic',
      MaximumMessageSize: 262_144,
    });
  });

  it('takes messages as large as it is told', () => {
    templateOf({ maxMessageSizeBytes: 1_048_576 }).hasResourceProperties(TOPIC, { MaximumMessageSize: 1_048_576 });
    templateOf({}).hasResourceProperties(TOPIC, { MaximumMessageSize: Match.absent() });
  });

  it('tells consumers how large messages may be, when it says so itself', () => {
    const variablesFor = (maxMessageSizeBytes?: number): Record<string, unknown> => {
      const stack = emptyStack();
      const topic = new EventTopic(stack, 'Events', { definition: orderEvents, maxMessageSizeBytes });
      addSubscriber(stack, { topic });
      return variablesOf(Template.fromStack(stack), 'InventoryConsumerFunction');
    };

    expect(variablesFor(1_048_576)).toHaveProperty('FANOUT_MAX_MESSAGE_BYTES', '1048576');
    expect(variablesFor()).not.toHaveProperty('FANOUT_MAX_MESSAGE_BYTES');
  });

  it('G3 of kind FIFO counts its quota per group, deduplicates by content and keeps an archive when told', () => {
    fifoTemplateOf({
      fifoThroughputScope: FifoThroughputScope.MESSAGE_GROUP,
      contentBasedDeduplication: true,
      archiveRetention: Duration.days(90),
    }).hasResourceProperties(TOPIC, {
      FifoThroughputScope: 'MessageGroup',
      ContentBasedDeduplication: true,
      ArchivePolicy: { MessageRetentionPeriod: 90 },
    });
  });

  it('G2 makes subscribers remember for as long as its archive can replay', () => {
    const horizonOf = (archiveRetention?: Duration): unknown => {
      const stack = emptyStack();
      const topic = new EventTopic(stack, 'Ledger', { definition: orderLedger, archiveRetention });
      addSubscriber(stack, { topic });
      return variablesOf(Template.fromStack(stack), 'InventoryConsumerFunction')['FANOUT_INBOX_HORIZON_SECONDS'];
    };

    expect(horizonOf()).toBe('3542400');
    // SNS's own retries take 23 days.
    expect(horizonOf(Duration.days(23))).toBe('3542400');
    expect(horizonOf(Duration.days(24))).toBe('3628800');
    expect(horizonOf(Duration.days(365))).toBe('33091200');
  });

  it('G8 lets SNS, for topics of this account and Region alone, send segments to X-Ray when it traces', () => {
    const template = templateOf({ tracingConfig: TracingConfig.ACTIVE });

    template.hasResourceProperties(TOPIC, { TracingConfig: 'Active' });
    const [policy] = Object.values(resourcesOf(template, 'AWS::XRay::ResourcePolicy'));
    const document = policy?.Properties['PolicyDocument'] as { 'Fn::Join': [string, (string | { Ref: string })[]] };
    const text = document['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : `<${part.Ref}>`)).join('');
    expect(policy?.Properties['PolicyName']).toStrictEqual({
      'Fn::Join': ['', [{ Ref: 'AWS::StackName' }, '-FanoutTraceAccess']],
    });
    expect(JSON.parse(text)).toStrictEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: ['xray:PutTraceSegments', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
          Resource: '*',
          Condition: {
            ArnLike: { 'aws:SourceArn': 'arn:<AWS::Partition>:sns:<AWS::Region>:<AWS::AccountId>:*' },
            StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' },
          },
        },
      ],
    });
  });

  it('defines that policy once, since an account has at most five, or not at all', () => {
    const policiesOf = (definesTraceAccess?: boolean): number => {
      const stack = emptyStack();
      for (let index = 0; index < 6; index++) {
        new EventTopic(stack, `Topic${index}`, {
          definition: orderEvents,
          tracingConfig: TracingConfig.ACTIVE,
          definesTraceAccess,
        });
      }
      return Object.keys(resourcesOf(Template.fromStack(stack), 'AWS::XRay::ResourcePolicy')).length;
    };

    expect(policiesOf()).toBe(1);
    expect(policiesOf(true)).toBe(1);
    expect(policiesOf(false)).toBe(0);
  });

  it('keeps that log as its stage says', () => {
    const stack = emptyStack();
    applyStage(stack, 'staging', stages.staging);
    new EventTopic(stack, 'Topic', { definition: orderEvents, logsDeliveryFailures: true });

    const logGroup = resourceNamed(Template.fromStack(stack), 'AWS::Logs::LogGroup', 'TopicDeliveryFailuresLogGroup');
    expect(logGroup).toMatchObject({ DeletionPolicy: 'Delete', Properties: { RetentionInDays: 14 } });
  });

  it('G8 logs failed deliveries with a role that may write to that one log group', () => {
    const template = templateOf({ logsDeliveryFailures: true });

    const [topicId] = Object.keys(resourcesOf(template, TOPIC));
    const logGroup = resourceNamed(template, 'AWS::Logs::LogGroup', 'TopicDeliveryFailuresLogGroup');
    expect(logGroup.Properties).toStrictEqual({
      LogGroupName: {
        'Fn::Join': [
          '',
          [
            'sns/',
            { Ref: 'AWS::Region' },
            '/',
            { Ref: 'AWS::AccountId' },
            '/',
            { 'Fn::GetAtt': [topicId, 'TopicName'] },
            '/Failure',
          ],
        ],
      },
      RetentionInDays: 30,
    });
    expect(logGroup.DeletionPolicy).toBe('Retain');
    template.hasResourceProperties(TOPIC, {
      DeliveryStatusLogging: [
        {
          Protocol: 'sqs',
          FailureFeedbackRoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TopicDeliveryFailuresRole'), 'Arn'] },
          SuccessFeedbackRoleArn: Match.absent(),
        },
      ],
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Effect: 'Allow',
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TopicDeliveryFailuresLogGroup'), 'Arn'] },
          },
        ],
      },
    });
  });
});

describe('G7 an event topic', () => {
  it.each<[string, Partial<EventTopicProps>, Partial<EventTopicProps>]>([
    ['MaxMessageSizeRange', { maxMessageSizeBytes: 1024 }, { maxMessageSizeBytes: 1023 }],
    ['MaxMessageSizeRange', { maxMessageSizeBytes: 1_048_576 }, { maxMessageSizeBytes: 1_048_577 }],
    ['ArchiveRetentionRange', { archiveRetention: Duration.days(1) }, { archiveRetention: Duration.hours(23) }],
    ['ArchiveRetentionRange', { archiveRetention: Duration.days(365) }, { archiveRetention: Duration.days(366) }],
    ['ArchiveRetentionRange', { archiveRetention: Duration.hours(48) }, { archiveRetention: Duration.hours(47) }],
    ['DefinitionInvalid', {}, { definition: undefined as unknown as TopicDefinition }],
  ])('fails with %s one past its last good value', (code, lastGood, firstBad) => {
    expect(() => fifoTemplateOf(lastGood)).not.toThrow();
    expect(() => fifoTemplateOf(firstBad)).toThrow(`[${code}] (at Shop/Topic)`);
  });

  it('fails on FIFO props of a standard topic, and names them all', () => {
    const archiveRetention = Duration.days(1);

    expect(() => templateOf({ contentBasedDeduplication: true, archiveRetention })).toThrow(
      'contentBasedDeduplication and archiveRetention must be left out on a standard topic, got true and 1 day; define the topic with fifo: true [FifoTopicOnly]',
    );
  });

  it('leaves a message size alone that is known only at deployment', () => {
    expect(() => templateOf({ maxMessageSizeBytes: Lazy.number({ produce: () => 2048 }) })).not.toThrow();
  });
});
