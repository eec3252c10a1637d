import { Duration, type Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type IFunction, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { EventTopic, Inbox, Outbox, Subscriber, type SubscriberProps } from '../../../lib/index.ts';
import { code, emptyStack, orderEvents, orderLedger } from './sample-stack.ts';
import { grantsOf, listed, resourceNamed, resourcesOf, type Statement, variablesOf } from './template-reading.ts';

const functionIn = (stack: Stack, timeout?: Duration): LambdaFunction =>
  new LambdaFunction(stack, 'Mine', { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code, timeout });

const imported = (stack: Stack): IFunction =>
  LambdaFunction.fromFunctionArn(stack, 'Theirs', 'arn:aws:lambda:us-east-1:111122223333:function:theirs');

const subscribe = (stack: Stack, props: Partial<SubscriberProps>): Subscriber =>
  new Subscriber(stack, 'Billing', {
    name: 'billing',
    topic: props.topic ?? new EventTopic(stack, 'OrderEvents', { definition: orderEvents }),
    ...props,
  });

const policyOf = (template: Template, prefix: string): Statement[] =>
  (resourceNamed(template, 'AWS::IAM::Policy', prefix).Properties['PolicyDocument'] as { Statement: Statement[] })
    .Statement;

const queueOf = (template: Template): Readonly<Record<string, unknown>> =>
  resourceNamed(template, 'AWS::SQS::Queue', 'BillingQueue').Properties;

describe('a subscriber with a function of the user’s', () => {
  it('feeds it from the queue, lets it consume and nothing else, and defines no function', () => {
    const stack = emptyStack();
    const { consumerFunction } = subscribe(stack, { consumer: { function: functionIn(stack) } });

    const template = Template.fromStack(stack);
    expect(consumerFunction?.node.path).toBe('Shop/Mine');
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.resourceCountIs('AWS::DynamoDB::Table', 0);
    template.hasResource('AWS::Lambda::EventSourceMapping', {
      Properties: {
        FunctionName: { Ref: Match.stringLikeRegexp('^Mine') },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 50 },
      },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^MineServiceRoleDefaultPolicy')]),
    });
    expect(policyOf(template, 'MineServiceRoleDefaultPolicy').flatMap(({ Action }) => listed(Action))).toStrictEqual([
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:ChangeMessageVisibility',
      'sqs:GetQueueAttributes',
    ]);
    template.hasResourceProperties('AWS::Lambda::Function', { Environment: Match.absent() });
  });

  it.each([
    ['states', Duration.seconds(20), 120],
    ['leaves to Lambda, 3 seconds', undefined, 18],
  ])('derives the visibility timeout from the time-out that it %s', (_what, timeout, seconds) => {
    const stack = emptyStack();
    subscribe(stack, { consumer: { function: functionIn(stack, timeout) } });

    const queue = queueOf(Template.fromStack(stack));
    expect(queue).toMatchObject({ VisibilityTimeout: seconds, RedrivePolicy: { maxReceiveCount: 5 } });
  });

  it('G2 sets the variables and grants of the runtime when it has an inbox', () => {
    const stack = emptyStack();
    const topic = new EventTopic(stack, 'OrderEvents', { definition: orderEvents });
    const outbox = new Outbox(stack, 'Outbox', { topics: [topic] });
    const inbox = new Inbox(stack, 'Inbox');
    subscribe(stack, { topic, inbox, outbox, consumer: { function: functionIn(stack), maxAttempts: 7 } });

    const template = Template.fromStack(stack);
    expect(variablesOf(template, 'Mine')).toMatchObject({
      FANOUT_CONSUMER: 'billing',
      FANOUT_MAX_ATTEMPTS: '7',
      FANOUT_INBOX_TABLE: { Ref: expect.stringMatching(/^InboxTable/) },
      FANOUT_OUTBOX_TABLE: { Ref: expect.stringMatching(/^OutboxTable/) },
    });
    expect(queueOf(template)).toMatchObject({ RedrivePolicy: { maxReceiveCount: 84 } });
    const actions = policyOf(template, 'MineServiceRoleDefaultPolicy').flatMap(({ Action }) => listed(Action));
    expect(actions).toEqual(expect.arrayContaining(['sqs:SendMessage', 'dynamodb:GetItem', 'dynamodb:PutItem']));
  });

  it('takes an imported one whose time-out is stated', () => {
    const stack = emptyStack();
    const consumer = { function: imported(stack), timeout: Duration.seconds(10), reportBatchItemFailures: false };
    subscribe(stack, { consumer });

    const template = Template.fromStack(stack);
    expect(queueOf(template)).toMatchObject({ VisibilityTimeout: 60 });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { FunctionResponseTypes: Match.absent() });
    Annotations.fromStack(stack).hasWarning('/Shop/Billing', Match.stringLikeRegexp('imported without its role'));
  });

  it('G8 lets it decrypt under the queue’s key', () => {
    const stack = emptyStack();
    subscribe(stack, { encryptionKey: new Key(stack, 'Key'), consumer: { function: functionIn(stack) } });

    const statements = policyOf(Template.fromStack(stack), 'MineServiceRoleDefaultPolicy');
    expect(statements).toContainEqual(expect.objectContaining({ Action: 'kms:Decrypt' }));
  });

  it.each<[string, (stack: Stack) => Partial<SubscriberProps>]>([
    ['TimeoutUnknown', (stack) => ({ consumer: { function: imported(stack) } })],
    [
      'FunctionNotConfigurable',
      (stack) => ({
        inbox: new Inbox(stack, 'Inbox'),
        consumer: { function: imported(stack), timeout: Duration.seconds(1) },
      }),
    ],
    ['ConsumerKind', () => ({ consumer: {} as SubscriberProps['consumer'] })],
    ['ConsumerKind', (stack) => ({ consumer: { code, function: functionIn(stack) } as SubscriberProps['consumer'] })],
    ['MaxReceiveCountRange', (stack) => ({ maxReceiveCount: 4, consumer: { function: functionIn(stack) } })],
    ['MaxReceiveCountDerived', () => ({ maxReceiveCount: 20, consumer: { code } })],
    ['RawDeliveryNeeded', () => ({ rawMessageDelivery: false, consumer: { code } })],
    ['CodeMissing', () => ({ consumer: { code: 'bundles/x' } as unknown as SubscriberProps['consumer'] })],
  ])('G7 fails with %s', (errorCode, props) => {
    const stack = emptyStack();

    expect(() => subscribe(stack, props(stack))).toThrow(`[${errorCode}] (at Shop/Billing)`);
  });

  it('takes 5 receives, the least with a function', () => {
    const stack = emptyStack();

    expect(() => subscribe(stack, { maxReceiveCount: 5, consumer: { function: functionIn(stack) } })).not.toThrow();
  });
});

describe('a subscriber without a function', () => {
  const container = (stack: Stack): Role =>
    new Role(stack, 'Container', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });

  it('is queues, subscription and alarms for a container to consume', () => {
    const stack = emptyStack();
    subscribe(stack, {});

    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Lambda::Function', 0);
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 0);
    template.resourceCountIs('AWS::DynamoDB::Table', 0);
    template.resourceCountIs('AWS::SQS::Queue', 3);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 3);
    expect(queueOf(template)).toMatchObject({ VisibilityTimeout: 300, RedrivePolicy: { maxReceiveCount: 5 } });
  });

  it('takes messages in SNS’s own wrapping when asked', () => {
    const stack = emptyStack();
    subscribe(stack, { rawMessageDelivery: false });

    Template.fromStack(stack).hasResourceProperties('AWS::SNS::Subscription', { RawMessageDelivery: false });
  });

  it('G8 grants consuming without purging, and redriving without consuming', () => {
    const stack = emptyStack();
    const subscriber = subscribe(stack, { encryptionKey: new Key(stack, 'Key') });
    subscriber.grantConsume(container(stack));
    subscriber.grantRedrive(new Role(stack, 'Operator', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }));

    const template = Template.fromStack(stack);
    const by = (role: string): [string, readonly string[]][] =>
      policyOf(template, `${role}DefaultPolicy`).map(({ Action, Resource }) => [
        /\["(\D+?)[0-9A-F]{8}"/.exec(JSON.stringify(Resource))?.[1] ?? '',
        listed(Action),
      ]);
    const consume = [
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:ChangeMessageVisibility',
      'sqs:GetQueueAttributes',
    ];
    expect(by('Container')).toStrictEqual([
      ['BillingQueue', consume],
      ['Key', ['kms:Decrypt']],
    ]);
    expect(by('Operator')).toStrictEqual([
      [
        'BillingDeadLetterQueue',
        [...consume, 'sqs:StartMessageMoveTask', 'sqs:ListMessageMoveTasks', 'sqs:CancelMessageMoveTask'],
      ],
      ['BillingQueue', ['sqs:SendMessage']],
      ['Key', ['kms:Decrypt', 'kms:GenerateDataKey']],
    ]);
  });

  it.each(['function', 'logGroup', 'mapping'] as const)('fails when its %s is read', (part) => {
    const subscriber = subscribe(emptyStack(), {});

    expect(() => subscriber[part]).toThrow(`${part} must be read only of a subscriber that defines it`);
  });

  it.each<[string, Partial<SubscriberProps>, Partial<SubscriberProps>]>([
    [
      'VisibilityTimeoutRange',
      { visibilityTimeout: Duration.hours(12) },
      { visibilityTimeout: Duration.seconds(43_201) },
    ],
    ['MaxReceiveCountRange', { maxReceiveCount: 1 }, { maxReceiveCount: 0 }],
    ['MaxReceiveCountRange', { maxReceiveCount: 1000 }, { maxReceiveCount: 1001 }],
  ])('G7 fails with %s one past its last good value', (errorCode, lastGood, firstBad) => {
    expect(() => subscribe(emptyStack(), lastGood)).not.toThrow();
    expect(() => subscribe(emptyStack(), firstBad)).toThrow(`[${errorCode}] (at Shop/Billing)`);
  });

  it('G7 fails when it is given what only the runtime uses', () => {
    const stack = emptyStack();
    const topic = new EventTopic(stack, 'OrderEvents', { definition: orderEvents });
    const outbox = new Outbox(stack, 'Outbox', { topics: [topic] });

    expect(() => subscribe(stack, { topic, inbox: new Inbox(stack, 'Inbox'), outbox })).toThrow(
      /inbox must be left out .*\n.*outbox must be left out .* \[RuntimeOnly\]/,
    );
  });

  it('G7 fails without a topic', () => {
    expect(() => new Subscriber(emptyStack(), 'Billing', { name: 'billing' } as SubscriberProps)).toThrow(
      'topic must be an EventTopic, got undefined [PropInvalid] (at Shop/Billing)',
    );
  });
});

describe('a subscriber with code and no inbox', () => {
  it('shares one with the stack’s others, whose names must differ', () => {
    const stack = emptyStack();
    const topic = new EventTopic(stack, 'OrderLedger', { definition: orderLedger });
    const add = (id: string, name: string): Subscriber =>
      new Subscriber(stack, id, { name, topic, consumer: { code } });
    add('One', 'one');
    add('Two', 'two');

    expect(Object.keys(resourcesOf(Template.fromStack(stack), 'AWS::DynamoDB::Table'))).toStrictEqual([
      'FanoutInboxTable21A76AFF',
    ]);
    expect(() => add('Three', 'two')).toThrow('[NameTaken] (at Shop/Three)');
  });

  it('has 30 seconds for a batch', () => {
    const stack = emptyStack();
    subscribe(stack, { consumer: { code } });

    const template = Template.fromStack(stack);
    expect(resourceNamed(template, 'AWS::Lambda::Function', 'BillingConsumerFunction').Properties['Timeout']).toBe(30);
    expect(queueOf(template)).toMatchObject({ VisibilityTimeout: 180 });
    expect(grantsOf(template, 'BillingConsumer').length).toBeGreaterThan(3);
  });
});
