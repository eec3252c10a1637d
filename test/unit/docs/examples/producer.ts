import { Duration, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { EventTopic, Inbox, Outbox, Producer } from 'fanout';
import { users } from './events.ts';

export class Producers extends Stack {
  constructor(scope: Construct) {
    super(scope, 'Producers');
    const topic = new EventTopic(this, 'Users', { definition: users });
    const inbox = new Inbox(this, 'Inbox');
    const outbox = new Outbox(this, 'Outbox', { topics: [topic] });
    const join = new Producer(this, 'Join', {
      name: 'join',
      inbox,
      outbox,
      code: Code.fromAsset('bundles/join'),
      timeout: Duration.seconds(10),
    });
    join.grantInvoke(new Role(this, 'Client', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') }));
  }
}
