import { CfnCondition, Fn, type Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { CfnSubscription, CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { brokenRules, plainFanout, plainStack } from './plain-fanout.ts';

const DAY = 86_400;
const NAMES = 'arn:aws:sqs:eu-west-1:111122223333:';

/** A queue with its dead-letter queue, subscribed to a topic; `refer` writes each reference as a template might. */
function subscribedBy(stack: Stack, refer: (logicalId: string, attribute?: string) => string): void {
  new CfnTopic(stack, 'News', { topicName: 'News' });
  new CfnQueue(stack, 'Dead', { queueName: 'Dead', messageRetentionPeriod: 14 * DAY });
  new CfnQueue(stack, 'Work', {
    queueName: 'Work',
    redrivePolicy: { deadLetterTargetArn: refer('Dead', 'Arn'), maxReceiveCount: 5 },
  });
  new CfnSubscription(stack, 'Delivery', {
    topicArn: refer('News'),
    protocol: 'sqs',
    endpoint: refer('Work', 'Arn'),
    redrivePolicy: { deadLetterTargetArn: refer('Dead', 'Arn') },
  });
  watched(stack, 'Dead');
}

function admitNews(stack: Stack, queues: string[], topicArn: string): void {
  new CfnQueuePolicy(stack, 'Policy', {
    queues,
    policyDocument: {
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: '*',
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      },
    },
  });
}

const watched = (stack: Stack, queueName: string): CfnAlarm =>
  new CfnAlarm(stack, `${queueName}Alarm`, {
    namespace: 'AWS/SQS',
    metricName: 'ApproximateNumberOfMessagesVisible',
    dimensions: [{ name: 'QueueName', value: queueName }],
    statistic: 'Maximum',
    period: 300,
    threshold: 0,
    evaluationPeriods: 1,
    comparisonOperator: 'GreaterThanThreshold',
    alarmActions: ['arn:aws:sns:eu-west-1:111122223333:operators'],
  });

const bySubstitution = (logicalId: string, attribute?: string): string =>
  Fn.sub(attribute === undefined ? `\${${logicalId}}` : `\${${logicalId}.${attribute}}`);

const byArn = (logicalId: string): string =>
  logicalId === 'News' ? 'arn:aws:sns:eu-west-1:111122223333:News' : `${NAMES}${logicalId}`;

describe('G7 a template written by hand', () => {
  it('breaks no rule when it refers by Fn::Sub', () => {
    const stack = plainStack();
    subscribedBy(stack, bySubstitution);
    admitNews(stack, [bySubstitution('Work'), bySubstitution('Dead')], bySubstitution('News'));

    expect(brokenRules(stack)).toEqual([]);
  });

  it('breaks a rule when what it refers to by Fn::Sub has no policy', () => {
    const stack = plainStack();
    subscribedBy(stack, bySubstitution);
    admitNews(stack, [bySubstitution('Dead')], bySubstitution('News'));

    expect(brokenRules(stack)).toEqual(['Fanout-SubscriptionWithoutQueuePolicy']);
  });

  it.each([
    ['of text', (name: string) => `https://sqs.eu-west-1.amazonaws.com/111122223333/${name}`],
    [
      'with pseudo parameters',
      (name: string) => Fn.sub(`https://sqs.\${AWS::Region}.\${AWS::URLSuffix}/\${AWS::AccountId}/${name}`),
    ],
  ])('breaks no rule when it refers by ARNs, names and queue URLs %s', (_kind, urlOf) => {
    const stack = plainStack();
    subscribedBy(stack, byArn);
    admitNews(stack, [urlOf('Work'), urlOf('Dead')], byArn('News'));

    expect(brokenRules(stack)).toEqual([]);
  });

  it('breaks a rule when a policy names the URL of another queue', () => {
    const stack = plainStack();
    subscribedBy(stack, byArn);
    admitNews(stack, ['https://sqs.eu-west-1.amazonaws.com/111122223333/Other'], byArn('News'));

    expect(brokenRules(stack)).toContain('Fanout-SubscriptionWithoutQueuePolicy');
  });

  it.each([
    [
      'subscriptions',
      'Fanout-QueueSubscribedTwice',
      (fanout: Fanout, stack: Stack) => new CfnSubscription(stack, 'Other', subscriptionLike(fanout)),
      'subscription',
    ],
    [
      'consumers',
      'Fanout-SecondConsumer',
      (fanout: Fanout, stack: Stack) => new CfnEventSourceMapping(stack, 'Other', mappingLike(fanout)),
      'mapping',
    ],
  ] as const)('lets %s stand for each other under conditions of their own', (_what, rule, addOther, first) => {
    const stack = plainStack();
    const fanout = plainFanout(stack);
    const other = addOther(fanout, stack);
    expect(brokenRules(stack)).toContain(rule);

    fanout[first].cfnOptions.condition = new CfnCondition(stack, 'IsProd');
    expect(brokenRules(stack)).toContain(rule);
    other.cfnOptions.condition = new CfnCondition(stack, 'IsTest');
    expect(brokenRules(stack)).not.toContain(rule);
    other.cfnOptions.condition = fanout[first].cfnOptions.condition;
    expect(brokenRules(stack)).toContain(rule);
  });

  it('takes a redrive policy, and a limit of concurrency, that depend on a condition for unknown', () => {
    const stack = plainStack();
    const { queue, mapping, deadLetterQueue } = plainFanout(stack, {
      function: { timeout: 10, reservedConcurrentExecutions: 2 },
    });
    const redrive = { deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] }, maxReceiveCount: 5 };
    queue.addPropertyOverride('RedrivePolicy', { 'Fn::If': ['IsProd', redrive, { ...redrive, maxReceiveCount: 9 }] });
    mapping.addPropertyOverride('ScalingConfig', {
      'Fn::If': ['IsProd', { MaximumConcurrency: 2 }, { Ref: 'AWS::NoValue' }],
    });
    new CfnEventSourceMapping(stack, 'Redriver', {
      eventSourceArn: deadLetterQueue.attrArn,
      functionName: 'elsewhere',
    });

    expect(brokenRules(stack)).toEqual([]);
  });
});

type Fanout = ReturnType<typeof plainFanout>;

const subscriptionLike = ({ subscription: { topicArn, protocol, endpoint } }: Fanout) => ({
  topicArn,
  protocol,
  endpoint,
});

const mappingLike = ({ mapping: { eventSourceArn, functionName } }: Fanout) => ({ eventSourceArn, functionName });
