import { Duration, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { EventTopic, Inbox, Outbox, Producer } from 'fanout';
import { userLedger, users } from './events.ts';

export class Outboxes extends Stack {
  constructor(scope: Construct) {
    super(scope, 'Outboxes');
    const topics = [users, userLedger].map((definition) => new EventTopic(this, definition.name, { definition }));
    const outbox = new Outbox(this, 'Outbox', {
      topics,
      batchSize: 500,
      sweepEvery: Duration.minutes(5),
      encryptionKey: new Key(this, 'OutboxKey', { enableKeyRotation: true }),
    });
    const code = Code.fromAsset('bundles/join');
    new Producer(this, 'Join', { name: 'join', inbox: new Inbox(this, 'Inbox'), outbox, code });
  }
}
