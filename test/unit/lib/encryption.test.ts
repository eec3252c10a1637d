import { type App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { AlarmTopicAction, EventTopic, Inbox, Outbox, Producer } from '../../../lib/index.ts';
import { addSubscriber, code, emptyStack, orderEvents, timeout } from './sample-stack.ts';
import { grantsOf, listed, resourceNamed, resourcesOf, type Statement } from './template-reading.ts';

const KEY = 'AWS::KMS::Key';
const importedKeyArn = 'arn:aws:kms:us-east-1:111122223333:key/0000';

const keyPolicyOf = (template: Template, prefix: string): Statement[] =>
  (resourceNamed(template, KEY, prefix).Properties['KeyPolicy'] as { Statement: Statement[] }).Statement;

const grantedOn = (template: Template, role: string, keyPrefix: string): string[] =>
  grantsOf(template, role)
    .filter(({ Resource: resource }) => JSON.stringify(resource).includes(`"${keyPrefix}`))
    .flatMap(({ Action: action }) => listed(action));

describe('G8 keys of the user’s', () => {
  it('for queues admit SNS on behalf of the topic alone', () => {
    const stack = emptyStack();
    addSubscriber(stack, { encryptionKey: new Key(stack, 'QueueKey') });

    const template = Template.fromStack(stack);
    const [topicId] = Object.keys(resourcesOf(template, 'AWS::SNS::Topic'));
    expect(keyPolicyOf(template, 'QueueKey')).toContainEqual({
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '*',
      Principal: { Service: 'sns.amazonaws.com' },
      Condition: {
        ArnEquals: { 'aws:SourceArn': { Ref: topicId } },
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      },
    });
    expect(grantedOn(template, 'InventoryConsumer', 'QueueKey')).toStrictEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
  });

  it('encrypt queue and dead-letter queue, but never the subscription’s, which must work when the key does not', () => {
    const stack = emptyStack();
    addSubscriber(stack, { encryptionKey: new Key(stack, 'QueueKey') });

    const template = Template.fromStack(stack);
    const keyed = { KmsMasterKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^QueueKey/), 'Arn'] } };
    const queue = (id: string) => resourceNamed(template, 'AWS::SQS::Queue', id).Properties;
    expect(queue('InventoryQueue')).toMatchObject(keyed);
    expect(queue('InventoryDeadLetterQueue')).toMatchObject(keyed);
    expect(queue('InventorySubscriptionDeadLetterQueue')).toMatchObject({ SqsManagedSseEnabled: true });
    expect(queue('InventorySubscriptionDeadLetterQueue')).not.toHaveProperty('KmsMasterKeyId');
  });

  it('for everything at once make no cycle', () => {
    const stack = emptyStack();
    const key = (id: string): IKey => new Key(stack, id);
    const topic = new EventTopic(stack, 'OrderEvents', { definition: orderEvents, encryptionKey: key('TopicKey') });
    const inbox = new Inbox(stack, 'Inbox', { encryptionKey: key('InboxKey') });
    const outbox = new Outbox(stack, 'Outbox', { topics: [topic], encryptionKey: key('OutboxKey') });
    new Producer(stack, 'PlaceOrder', { name: 'place-order', code, timeout, inbox, outbox });
    addSubscriber(stack, { topic, inbox, outbox, encryptionKey: key('QueueKey') });

    const template = Template.fromStack(stack);

    expect(grantedOn(template, 'OutboxRelayFunction', 'TopicKey')).toStrictEqual([
      'kms:Decrypt',
      'kms:GenerateDataKey',
    ]);
    for (const [role, keyPrefix] of [
      ['OutboxRelayFunction', 'OutboxKey'],
      ['OutboxSweeperFunction', 'OutboxKey'],
      ['PlaceOrderHandler', 'OutboxKey'],
      ['InventoryConsumer', 'InboxKey'],
    ] as const) {
      expect(grantedOn(template, role, keyPrefix)).toContain('kms:GenerateDataKey');
    }
  });

  it('fail when a subscriber has its topic’s', () => {
    const stack = emptyStack();
    const encryptionKey = new Key(stack, 'OneKey');
    const topic = new EventTopic(stack, 'OrderEvents', { definition: orderEvents, encryptionKey });

    expect(() => addSubscriber(stack, { topic, encryptionKey })).toThrow(
      "encryptionKey must differ from the topic's key, got Shop/OneKey for both",
    );
  });

  it('from another stack admit the topics of its account and Region, and the stacks do not need each other', () => {
    const shop = emptyStack();
    const keys = new Stack(shop.node.root as never, 'Keys');
    addSubscriber(shop, { encryptionKey: new Key(keys, 'QueueKey') });

    expect(() => Template.fromStack(shop)).not.toThrow();
    const [statement] = keyPolicyOf(Template.fromStack(keys), 'QueueKey').filter(
      ({ Principal: principal }) => JSON.stringify(principal) === '{"Service":"sns.amazonaws.com"}',
    );
    expect(statement?.Condition).toHaveProperty('ArnLike');
    expect(statement?.Condition).toHaveProperty('StringEquals');
  });

  it('warn when they are imported, because their policy cannot be changed', () => {
    const stack = emptyStack();
    addSubscriber(stack, { encryptionKey: Key.fromKeyArn(stack, 'QueueKey', importedKeyArn) });

    Annotations.fromStack(stack).hasWarning('/Shop/Inventory', Match.stringLikeRegexp('allows sns.amazonaws.com'));
  });
});

describe('G8 an alarm topic', () => {
  const alarmed = (topicProps: ConstructorParameters<typeof Topic>[2]): Stack => {
    const stack = emptyStack();
    const alarm = new Alarm(stack, 'Alarm', {
      metric: new Metric({ namespace: 'N', metricName: 'M' }),
      threshold: 1,
      evaluationPeriods: 1,
    });
    alarm.addAlarmAction(new AlarmTopicAction(new Topic(stack, 'OnCall', topicProps)));
    return stack;
  };
  const condition = {
    ArnLike: {
      'aws:SourceArn': {
        'Fn::Join': [
          '',
          [
            'arn:',
            { Ref: 'AWS::Partition' },
            ':cloudwatch:',
            { Ref: 'AWS::Region' },
            ':',
            { Ref: 'AWS::AccountId' },
            ':alarm:*',
          ],
        ],
      },
    },
    StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
  };

  it('admits CloudWatch for alarms of this account alone', () => {
    Template.fromStack(alarmed({})).hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [
          { Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' }, Condition: condition },
        ],
      },
    });
  });

  it('that is encrypted lets CloudWatch use its key', () => {
    const stack = emptyStack();
    const masterKey = new Key(stack, 'AlarmKey');
    const actions = [new AlarmTopicAction(new Topic(stack, 'OnCall', { masterKey }))];
    addSubscriber(stack, { alarmActions: actions });

    const admitted = keyPolicyOf(Template.fromStack(stack), 'AlarmKey').filter(
      ({ Principal: principal }) => JSON.stringify(principal) === '{"Service":"cloudwatch.amazonaws.com"}',
    );
    expect(admitted).toStrictEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: condition,
      },
    ]);
  });

  it('warns when its key is imported', () => {
    const keys = emptyStack();
    const stack = alarmed({ masterKey: Key.fromKeyArn(keys, 'AlarmKey', importedKeyArn) });

    Annotations.fromStack(stack).hasWarning('/Shop/OnCall', Match.stringLikeRegexp('alarms stay silent'));
  });

  it('warns when it is imported itself', () => {
    const stack = emptyStack();
    const onCall = Topic.fromTopicArn(stack, 'OnCall', 'arn:aws:sns:us-east-1:111122223333:on-call');
    addSubscriber(stack, { alarmActions: [new AlarmTopicAction(onCall)] });

    Annotations.fromStack(stack).hasWarning(
      '/Shop/OnCall',
      Match.stringLikeRegexp('allows cloudwatch.amazonaws.com sns:Publish .* or alarms stay silent'),
    );
  });

  it('G7 fails under the key of SNS’s own, which CloudWatch may not use', () => {
    const stack = emptyStack();
    const onCall = new EventTopic(stack, 'OnCall', { definition: orderEvents }).topic;

    expect(() => addSubscriber(stack, { alarmActions: [new AlarmTopicAction(onCall)] })).toThrow(
      '[AlarmTopicKeyUnusable] (at Shop/OnCall/Topic)',
    );
  });

  it('G7 fails in another Region than the alarm', () => {
    const stack = new Stack(emptyStack().node.root as App, 'Near', { env: { region: 'us-east-1' } });
    const onCall = Topic.fromTopicArn(stack, 'OnCall', 'arn:aws:sns:eu-west-1:111122223333:on-call');

    expect(() => addSubscriber(stack, { alarmActions: [new AlarmTopicAction(onCall)] })).toThrow(
      "must be in the alarm's Region, us-east-1, got eu-west-1 [AlarmTopicElsewhere] (at Near/OnCall)",
    );
  });
});
