import { Duration, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { EventTopic, Inbox, Subscriber } from 'fanout';
import { users } from './events.ts';

export class Inboxes extends Stack {
  constructor(scope: Construct) {
    super(scope, 'Inboxes');
    const topic = new EventTopic(this, 'Users', { definition: users });
    const consumer = { code: Code.fromAsset('bundles/points') };

    // Remembers a quarter, for replays of that age.
    const inbox = new Inbox(this, 'Inbox', {
      horizon: Duration.days(90),
      encryptionKey: new Key(this, 'InboxKey', { enableKeyRotation: true }),
    });
    new Subscriber(this, 'Points', { name: 'points', topic, inbox, consumer });

    // The inbox of another app, for a consumer that moved here: it still knows what it has done.
    const theirs = Inbox.fromTableArn(this, 'Theirs', 'arn:aws:dynamodb:eu-west-1:111122223333:table/inbox');
    new Subscriber(this, 'Welcome', { name: 'welcome', topic, inbox: theirs, consumer });
  }
}
