import { type App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  AccountPrincipal,
  AnyPrincipal,
  ArnPrincipal,
  CompositePrincipal,
  type IGrantable,
  OrganizationPrincipal,
  Role,
  ServicePrincipal,
  StarPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { EventTopic, Outbox } from '../../../lib/index.ts';
import { addSubscriber, emptyStack, orderEvents, orderLedger } from './sample-stack.ts';
import { grantsOf, resourceNamed, type Statement } from './template-reading.ts';

const own = '111122223333';
const partner = '444455556666';
const partnerTopic = `arn:aws:sns:eu-central-1:${partner}:orders`;

const overTls = { Bool: { 'aws:SecureTransport': 'true' } };
const inOrganisation = { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } };

const ownStack = (): Stack =>
  new Stack(emptyStack().node.root as App, 'Sharing', {
    stackName: 'Shop',
    env: { account: own, region: 'eu-central-1' },
  });

const keyed = (stack: Stack): EventTopic =>
  new EventTopic(stack, 'Topic', { definition: orderEvents, encryptionKey: new Key(stack, 'Key') });

const topicAllows = (stack: Stack): Statement[] => {
  const { Properties } = resourceNamed(Template.fromStack(stack), 'AWS::SNS::TopicPolicy', 'TopicPolicy');
  const { Statement } = Properties['PolicyDocument'] as { Statement: Statement[] };
  return Statement.filter(({ Effect: effect }) => effect === 'Allow');
};

const rootOf = (account: string): unknown => ({
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${account}:root`]],
});

const grantees: [string, IGrantable, Partial<Statement>][] = [
  ['an account', new AccountPrincipal(partner), { Principal: { AWS: rootOf(partner) } }],
  [
    'an organisation',
    new OrganizationPrincipal('o-1234567890'),
    { Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } } },
  ],
  [
    'a foreign role',
    new ArnPrincipal(`arn:aws:iam::${partner}:role/producer`),
    { Principal: { AWS: `arn:aws:iam::${partner}:role/producer` } },
  ],
];

describe('an event topic shared with others', () => {
  it.each(grantees)('admits %s to publish, and to use its key', (_who, grantee, expected) => {
    const stack = ownStack();
    keyed(stack).grantPublish(grantee);

    expect(topicAllows(stack)).toMatchObject([{ Action: 'sns:Publish', ...expected }]);
    const { Properties } = resourceNamed(Template.fromStack(stack), 'AWS::KMS::Key', 'Key');
    expect((Properties['KeyPolicy'] as { Statement: Statement[] }).Statement).toContainEqual(
      expect.objectContaining({ Action: ['kms:Decrypt', 'kms:GenerateDataKey'], ...expected }),
    );
  });

  it.each(grantees)('G8 admits %s to subscribe queues, and nothing but queues', (_who, grantee, expected) => {
    const stack = ownStack();
    new EventTopic(stack, 'Topic', { definition: orderEvents }).grantSubscribe(grantee);

    const { Condition: condition, ...rest } = expected;
    expect(topicAllows(stack)).toMatchObject([{ Action: 'sns:Subscribe', ...rest }]);
    expect(topicAllows(stack)[0]?.Condition).toStrictEqual({
      StringEquals: { ...(condition?.['StringEquals'] as object), 'sns:Protocol': 'sqs' },
    });
  });

  it.each(grantees)('G7 fails to admit %s to publish under a key that admits nobody else', (_who, grantee) => {
    const topic = new EventTopic(ownStack(), 'Topic', { definition: orderEvents });

    expect(() => topic.grantPublish(grantee)).toThrow('[ForeignPublisherNeedsKey] (at Sharing/Topic)');
  });

  it.each<[string, IGrantable]>([
    ['an account among others', new CompositePrincipal(new AccountPrincipal(own), new AccountPrincipal(partner))],
    ['an organisation on a condition', new OrganizationPrincipal('o-1234567890').withConditions(overTls)],
    ['a role on a condition', new ArnPrincipal(`arn:aws:iam::${partner}:role/producer`).withConditions(overTls)],
    ['whoever is of an organisation', new AnyPrincipal().withConditions(inOrganisation)],
  ])('G7 fails to admit %s to publish under that key', (_who, grantee) => {
    const topic = new EventTopic(ownStack(), 'Topic', { definition: orderEvents });

    expect(() => topic.grantPublish(grantee)).toThrow('[ForeignPublisherNeedsKey] (at Sharing/Topic)');
  });

  it.each<[string, IGrantable]>([
    ['anyone', new AnyPrincipal()],
    ['anyone by another name', new StarPrincipal()],
    ['anyone on a condition that anyone can meet', new AnyPrincipal().withConditions(overTls)],
    ['anyone among others', new CompositePrincipal(new AccountPrincipal(own), new AnyPrincipal())],
  ])('G8 fails to let %s publish or subscribe', (_who, grantee) => {
    const topic = keyed(ownStack());

    const refusal = '[GranteeAnyone] (at Sharing/Topic)';
    expect(() => topic.grantPublish(grantee)).toThrow(refusal);
    expect(() => topic.grantSubscribe(grantee)).toThrow(refusal);
    const imported = EventTopic.fromTopicArn(ownStack(), 'Topic', partnerTopic, orderEvents);
    expect(() => imported.grantPublish(grantee)).toThrow(refusal);
  });

  it('G8 fails to admit an AWS service that acts on anybody’s behalf, and admits it on that of an account', () => {
    const stack = ownStack();
    const topic = keyed(stack);
    const service = new ServicePrincipal('events.amazonaws.com');
    const mixed = new CompositePrincipal(new AccountPrincipal(own), service);
    const conditions = { StringEquals: { 'aws:SourceAccount': own } };

    for (const grantee of [service, service.withConditions(overTls), mixed]) {
      expect(() => topic.grantPublish(grantee)).toThrow(
        'grantee must say on whose behalf events.amazonaws.com acts, by a condition on aws:SourceAccount or aws:SourceArn, got none',
      );
      expect(() => topic.grantSubscribe(grantee)).toThrow('[GranteeWithoutSource] (at Sharing/Topic)');
    }
    topic.grantPublish(service.withConditions(conditions));
    expect(topicAllows(stack)).toMatchObject([
      { Principal: { Service: 'events.amazonaws.com' }, Condition: conditions },
    ]);
  });

  it('G7 fails to admit an AWS service, which cannot use that key either', () => {
    const topic = new EventTopic(ownStack(), 'Topic', { definition: orderEvents });
    const service = new ServicePrincipal('events.amazonaws.com').withConditions({
      StringEquals: { 'aws:SourceAccount': own },
    });

    expect(() => topic.grantPublish(service)).toThrow('[ForeignPublisherNeedsKey] (at Sharing/Topic)');
  });

  it('needs no key of its own for publishers of its account', () => {
    const stack = ownStack();
    const topic = new EventTopic(stack, 'Topic', { definition: orderEvents });

    expect(() => topic.grantPublish(new AccountPrincipal(own))).not.toThrow();
    expect(() =>
      topic.grantPublish(new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })),
    ).not.toThrow();
  });
});

describe('an imported topic', () => {
  it('is subscribed to, its own account being the one on whose behalf SNS may send', () => {
    const stack = ownStack();
    const topic = EventTopic.fromTopicArn(stack, 'Orders', partnerTopic, orderEvents);
    addSubscriber(stack, { topic });

    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::SNS::Topic', 0);
    template.hasResourceProperties('AWS::SNS::Subscription', { TopicArn: partnerTopic });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'sqs:SendMessage',
            Condition: {
              ArnEquals: { 'aws:SourceArn': partnerTopic },
              StringEquals: { 'aws:SourceAccount': partner },
            },
          }),
        ]),
      },
    });
  });

  it('is published to by an outbox, with its key when that is known', () => {
    const stack = ownStack();
    const encryptionKey = Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-central-1:${partner}:key/0000`);
    const topic = EventTopic.fromEventTopicAttributes(stack, 'Orders', {
      topicArn: partnerTopic,
      definition: orderEvents,
      encryptionKey,
    });
    new Outbox(stack, 'Outbox', { topics: [topic] });

    expect(grantsOf(Template.fromStack(stack), 'OutboxRelayFunction')).toEqual(
      expect.arrayContaining([
        { Effect: 'Allow', Action: 'sns:Publish', Resource: partnerTopic },
        { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: encryptionKey.keyArn },
      ]),
    );
  });

  it('measures what it loses', () => {
    const topic = EventTopic.fromTopicArn(emptyStack(), 'Orders', partnerTopic, orderEvents);

    expect(topic.metricMessagesLost()).toMatchObject({
      metricName: 'NumberOfNotificationsFailedToRedriveToDlq',
      dimensions: { TopicName: 'orders' },
      statistic: 'Sum',
    });
  });

  it.each([
    ['TopicArnInvalid', 'orders', orderEvents],
    ['TopicArnInvalid', 'arn:aws:sqs:eu-central-1:444455556666:orders', orderEvents],
    ['TopicKindMismatch', partnerTopic, orderLedger],
    ['TopicKindMismatch', `${partnerTopic}.fifo`, orderEvents],
    ['DefinitionInvalid', partnerTopic, undefined as unknown as typeof orderEvents],
  ])('G7 fails with %s for %s', (code, arn, definition) => {
    expect(() => EventTopic.fromTopicArn(emptyStack(), 'Orders', arn, definition)).toThrow(
      `[${code}] (at Shop/Orders)`,
    );
  });

  it('takes an ARN that is known only at deployment', () => {
    const stack = emptyStack();
    const { topicArn } = new EventTopic(stack, 'Topic', { definition: orderEvents });

    expect(() => EventTopic.fromTopicArn(stack, 'Orders', topicArn, orderEvents)).not.toThrow();
  });
});
