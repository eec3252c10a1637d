import { Duration, Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { EventTopic, Subscriber, UndeliveredQueue } from 'fanout';
import { users } from './events.ts';

const account = '111111111111';

export class Invoices extends Stack {
  constructor(scope: Construct) {
    super(scope, 'Invoices', { env: { account, region: 'eu-central-1' } });
    const ireland = new Stack(scope, 'UsersInIreland', { env: { account, region: 'eu-west-1' } });
    const topic = new EventTopic(ireland, 'Users', { definition: users });

    new Subscriber(this, 'Invoices', {
      name: 'invoices',
      topic,
      undelivered: new UndeliveredQueue(ireland, 'UndeliveredInvoices', { topic, subscriber: 'invoices' }),
      consumer: { code: Code.fromAsset('bundles/points'), timeout: Duration.seconds(10) },
    });
  }
}
