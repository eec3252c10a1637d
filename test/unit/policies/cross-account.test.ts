import { App, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, ArnPrincipal, OrganizationPrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { describe } from 'vitest';
import { EventTopic, Inbox } from '../../../lib/index.ts';
import { cdkOutdir } from '../cdk-outdir.ts';
import { addSubscriber, orderEvents } from '../lib/sample-stack.ts';
import { deployedPolicies } from './deployed-policies.ts';
import { check, onBehalfOf } from './questions.ts';

const region = 'eu-west-1';
const owner = '111111111111';
const shop = '222222222222';
const partner = '333333333333';
const stranger = '444444444444';
const organisation = 'o-fanoutfamily';

/** Two apps, as two teams have them. */
const emptyApp = () => new App({ context: { 'fanout:checks': false }, outdir: cdkOutdir });

// The topic's account publishes, and lets others publish and subscribe.
const ownerStack = new Stack(emptyApp(), 'Owner', { env: { account: owner, region } });
const shared = new EventTopic(ownerStack, 'Shared', {
  definition: orderEvents,
  encryptionKey: new Key(ownerStack, 'SharedKey'),
});
shared.grantSubscribe(new AccountPrincipal(shop));
shared.grantPublish(new AccountPrincipal(shop));
shared.grantPublish(new ArnPrincipal(`arn:aws:iam::${partner}:role/Publisher`));
shared.grantSubscribe(new OrganizationPrincipal(organisation));
const ownerPolicies = deployedPolicies([ownerStack, { account: owner, region, stack: 'Owner' }]);
const topic = ownerPolicies.arn('AWS::SNS::Topic', 'Shared');
const topicKey = ownerPolicies.arn('AWS::KMS::Key', 'SharedKey');

// A subscriber in an account of its own.
const shopStack = new Stack(emptyApp(), 'Shop', { env: { account: shop, region } });
addSubscriber(shopStack, {
  topic: EventTopic.fromTopicArn(shopStack, 'Topic', topic, orderEvents),
  inbox: new Inbox(shopStack, 'Inbox'),
  encryptionKey: new Key(shopStack, 'QueueKey'),
});
const shopPolicies = deployedPolicies([shopStack, { account: shop, region, stack: 'Shop' }]);

/** A role of another account that its own account lets do everything, so that the owner's policies decide. */
const roleIn = (account: string, name = 'Deployer') => ({
  principal: `arn:aws:iam::${account}:role/${name}`,
  identity: [{ Effect: 'Allow', Action: ['sns:*', 'kms:*'], Resource: '*' }],
});
const queues = { 'sns:Protocol': 'sqs' };

describe('G8 a shared topic', () => {
  check(ownerPolicies, [
    [
      'is subscribed to by an account that may',
      'Allowed',
      { ...roleIn(shop), action: 'sns:Subscribe', resource: topic, context: queues },
    ],
    [
      'is subscribed to by that account with a mail address',
      'ImplicitlyDenied',
      { ...roleIn(shop), action: 'sns:Subscribe', resource: topic, context: { 'sns:Protocol': 'email' } },
    ],
    [
      'is subscribed to by a stranger',
      'ImplicitlyDenied',
      { ...roleIn(stranger), action: 'sns:Subscribe', resource: topic, context: queues },
    ],
    [
      'is subscribed to from within the organisation',
      'Allowed',
      {
        ...roleIn(stranger),
        action: 'sns:Subscribe',
        resource: topic,
        context: { ...queues, 'aws:PrincipalOrgID': organisation },
      },
    ],
    [
      'is subscribed to from another organisation',
      'ImplicitlyDenied',
      {
        ...roleIn(stranger),
        action: 'sns:Subscribe',
        resource: topic,
        context: { ...queues, 'aws:PrincipalOrgID': 'o-others' },
      },
    ],
    ['is published to by an account that may', 'Allowed', { ...roleIn(shop), action: 'sns:Publish', resource: topic }],
    [
      'is published to by the role that may',
      'Allowed',
      { ...roleIn(partner, 'Publisher'), action: 'sns:Publish', resource: topic },
    ],
    [
      'is published to by another role of its account',
      'ImplicitlyDenied',
      { ...roleIn(partner), action: 'sns:Publish', resource: topic },
    ],
    [
      'is published to by the organisation that may only subscribe',
      'ImplicitlyDenied',
      { ...roleIn(stranger), action: 'sns:Publish', resource: topic, context: { 'aws:PrincipalOrgID': organisation } },
    ],
    [
      'is published to over plain HTTP',
      'ExplicitlyDenied',
      { ...roleIn(shop), action: 'sns:Publish', resource: topic, context: { 'aws:SecureTransport': 'false' } },
    ],
    [
      'is changed by an account that may publish',
      'ImplicitlyDenied',
      { ...roleIn(shop), action: 'sns:SetTopicAttributes', resource: topic },
    ],
    [
      'is encrypted for an account that may publish',
      'Allowed',
      { ...roleIn(shop), action: 'kms:GenerateDataKey', resource: topicKey },
    ],
    [
      'is encrypted for the role that may publish',
      'Allowed',
      { ...roleIn(partner, 'Publisher'), action: 'kms:GenerateDataKey', resource: topicKey },
    ],
    [
      'is encrypted for a stranger',
      'ImplicitlyDenied',
      { ...roleIn(stranger), action: 'kms:GenerateDataKey', resource: topicKey },
    ],
  ]);
});

describe('G8 a queue in another account', () => {
  const resource = shopPolicies.arn('AWS::SQS::Queue', 'InventoryQueue');
  const key = shopPolicies.arn('AWS::KMS::Key', 'QueueKey');
  const sns = { principal: 'sns.amazonaws.com', action: 'sqs:SendMessage', resource };
  check(shopPolicies, [
    ['takes what the topic sends', 'Allowed', { ...sns, context: onBehalfOf(topic) }],
    [
      'takes what a topic of its own account sends',
      'ImplicitlyDenied',
      { ...sns, context: onBehalfOf(topic.replace(owner, shop)) },
    ],
    [
      'takes what another topic of the owner sends',
      'ImplicitlyDenied',
      { ...sns, context: onBehalfOf(`${topic}-other`) },
    ],
    [
      'takes it over plain HTTP',
      'ExplicitlyDenied',
      { ...sns, context: onBehalfOf(topic, { 'aws:SecureTransport': 'false' }) },
    ],
    [
      'is encrypted for the topic',
      'Allowed',
      { principal: 'sns.amazonaws.com', action: 'kms:GenerateDataKey', resource: key, context: onBehalfOf(topic) },
    ],
    [
      'is encrypted for another topic',
      'ImplicitlyDenied',
      {
        principal: 'sns.amazonaws.com',
        action: 'kms:GenerateDataKey',
        resource: key,
        context: onBehalfOf(`${topic}-other`),
      },
    ],
    [
      'is received from by the owner of the topic',
      'ImplicitlyDenied',
      { ...roleIn(owner), action: 'sqs:ReceiveMessage', resource },
    ],
  ]);
});
