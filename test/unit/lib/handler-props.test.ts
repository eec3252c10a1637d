import { Duration, Lazy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { describe, expect, it } from 'vitest';
import { EventTopic, type HandlerProps, Inbox, Outbox, Producer } from '../../../lib/index.ts';
import {
  addSubscriber,
  code,
  emptyStack,
  orderEvents,
  type SubscriberChanges,
  subscriberTemplate,
} from './sample-stack.ts';
import { grantsOf, listed } from './template-reading.ts';

const MAPPING = 'AWS::Lambda::EventSourceMapping';
const consumer = (changes: NonNullable<SubscriberChanges['consumer']>): SubscriberChanges => ({ consumer: changes });

describe('the function of a consumer or producer in a VPC', () => {
  const inVpc = (props?: (vpc: Vpc) => Partial<HandlerProps>): Template => {
    const stack = emptyStack();
    const vpc = new Vpc(stack, 'Vpc', { natGateways: 1, restrictDefaultSecurityGroup: false });
    addSubscriber(stack, { consumer: { vpc, ...props?.(vpc) } });
    return Template.fromStack(stack);
  };

  it('is placed in the private subnets with a security group of its own, and may have network interfaces', () => {
    const template = inVpc();

    template.hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: {
        SubnetIds: [
          { Ref: Match.stringLikeRegexp('^VpcPrivateSubnet1') },
          { Ref: Match.stringLikeRegexp('^VpcPrivateSubnet2') },
        ],
        SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^InventoryConsumer.*SecurityGroup'), 'GroupId'] }],
      },
    });
    const ec2 = grantsOf(template, 'InventoryConsumer').filter(({ Action }) => listed(Action)[0]?.startsWith('ec2:'));
    expect(ec2).toStrictEqual([
      {
        Effect: 'Allow',
        Action: [
          'ec2:AssignPrivateIpAddresses',
          'ec2:CreateNetworkInterface',
          'ec2:DeleteNetworkInterface',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSubnets',
          'ec2:UnassignPrivateIpAddresses',
        ],
        Resource: '*',
      },
    ]);
  });

  it('is placed where it is told', () => {
    const template = inVpc((vpc) => ({
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS, onePerAz: true, availabilityZones: undefined },
      securityGroups: [new SecurityGroup(vpc, 'Mine', { vpc })],
    }));

    template.hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: { SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^VpcMine'), 'GroupId'] }] },
    });
  });

  it('G7 fails when subnets or security groups are given without it', () => {
    expect(() => subscriberTemplate(consumer({ vpcSubnets: {}, securityGroups: [] }))).toThrow(
      'vpc must be given with vpcSubnets and securityGroups, got none [VpcMissing] (at Shop/Inventory)',
    );
  });

  it('is as good for a producer', () => {
    const stack = emptyStack();
    const topics = [new EventTopic(stack, 'OrderEvents', { definition: orderEvents })];
    const outbox = new Outbox(stack, 'Outbox', { topics });
    const inbox = new Inbox(stack, 'Inbox');
    const vpc = new Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false });
    new Producer(stack, 'PlaceOrder', {
      name: 'place-order',
      code,
      inbox,
      outbox,
      vpc,
      reservedConcurrentExecutions: 4,
    });

    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Producer place-order.',
      ReservedConcurrentExecutions: 4,
      Timeout: 30,
      VpcConfig: Match.objectLike({}),
    });
  });
});

describe('the concurrency of a consumer', () => {
  it('is reserved when asked, and the mapping asks for no more by default', () => {
    const template = subscriberTemplate(consumer({ reservedConcurrentExecutions: 20 }));

    template.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 20 });
    template.hasResourceProperties(MAPPING, { ScalingConfig: { MaximumConcurrency: 20 } });
  });

  it('is 50 by default, also when more is reserved', () => {
    const template = subscriberTemplate(consumer({ reservedConcurrentExecutions: 51 }));

    template.hasResourceProperties(MAPPING, { ScalingConfig: { MaximumConcurrency: 50 } });
  });

  it('G7 fails one past what is reserved', () => {
    expect(() => subscriberTemplate(consumer({ reservedConcurrentExecutions: 20, maxConcurrency: 20 }))).not.toThrow();
    expect(() => subscriberTemplate(consumer({ reservedConcurrentExecutions: 20, maxConcurrency: 21 }))).toThrow(
      'reservedConcurrentExecutions must be at least maxConcurrency, 21, got 20; Lambda would throttle what the mapping sends [ReservedBelowMaxConcurrency]',
    );
    expect(() => subscriberTemplate(consumer({ reservedConcurrentExecutions: 0 }))).toThrow(
      '[ReservedConcurrencyRange]',
    );
  });

  it('leaves a reservation alone that is known only at deployment', () => {
    const reservedConcurrentExecutions = Lazy.number({ produce: () => 3 });

    expect(() => subscriberTemplate(consumer({ reservedConcurrentExecutions, maxConcurrency: 9 }))).not.toThrow();
  });
});

describe('provisioned pollers', () => {
  it('are as many as asked, and there is no maximum concurrency', () => {
    const template = subscriberTemplate(consumer({ provisionedPollers: { minimum: 5, maximum: 10 } }));

    template.hasResourceProperties(MAPPING, {
      ProvisionedPollerConfig: { MinimumPollers: 5, MaximumPollers: 10 },
      ScalingConfig: Match.absent(),
    });
  });

  it('are 2 to 200 by default', () => {
    subscriberTemplate(consumer({ provisionedPollers: {} })).hasResourceProperties(MAPPING, {
      ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 200 },
    });
  });

  it.each([
    [{ minimum: 2 }, { minimum: 1 }],
    [{ minimum: 200 }, { minimum: 201 }],
    [{ maximum: 2000 }, { maximum: 2001 }],
    [
      { minimum: 9, maximum: 9 },
      { minimum: 9, maximum: 8 },
    ],
  ])('G7 fail one past %j', (lastGood, firstBad) => {
    expect(() => subscriberTemplate(consumer({ provisionedPollers: lastGood }))).not.toThrow();
    expect(() => subscriberTemplate(consumer({ provisionedPollers: firstBad }))).toThrow('[PollersRange]');
  });

  it('G7 fail beside a maximum concurrency', () => {
    expect(() => subscriberTemplate(consumer({ provisionedPollers: {}, maxConcurrency: 5 }))).toThrow(
      'maxConcurrency must be left out with provisionedPollers, got 5 [PollersExcludeMaxConcurrency]',
    );
  });
});

describe('a visibility timeout of the user’s', () => {
  it('G7 is at least six time-outs and the batching window', () => {
    const timeout = Duration.seconds(10);
    const long = consumer({ timeout, maxBatchingWindow: Duration.seconds(5) });

    expect(() => subscriberTemplate({ ...long, visibilityTimeout: Duration.seconds(65) })).not.toThrow();
    expect(() => subscriberTemplate({ ...long, visibilityTimeout: Duration.seconds(64) })).toThrow(
      'visibilityTimeout must be an integer of 65 to 43200 seconds, got 64: a message that comes back while it is handled runs twice [VisibilityTimeoutRange]',
    );
  });
});
