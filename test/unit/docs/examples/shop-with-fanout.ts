import { Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { EventTopic, Subscriber } from 'fanout';
import { users } from './events.ts';

export class ShopWithFanout extends Stack {
  constructor(scope: Construct) {
    super(scope, 'ShopWithFanout');
    const topic = new EventTopic(this, 'Users', { definition: users });
    new Subscriber(this, 'Points', { name: 'points', topic, consumer: { code: Code.fromAsset('bundles/points') } });
    new Subscriber(this, 'Audit', { name: 'audit', topic, consumer: { code: Code.fromAsset('bundles/audit') } });
  }
}
