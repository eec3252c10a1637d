import { Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { AlarmTopicAction, EventTopic, FanoutAlarms, FanoutDashboard, Outbox, Subscriber } from 'fanout';
import { users } from './events.ts';

export class Watched extends Stack {
  constructor(scope: Construct) {
    super(scope, 'Watched');
    const topic = new EventTopic(this, 'Users', { definition: users });
    const outbox = new Outbox(this, 'Outbox', { topics: [topic] });
    const consumer = { code: Code.fromAsset('bundles/points') };
    const points = new Subscriber(this, 'Points', { name: 'points', topic, consumer });
    const watched = { topics: [topic], outboxes: [outbox], subscribers: [points] };

    const onCall = new Topic(this, 'OnCall', { masterKey: new Key(this, 'OnCallKey') });
    new FanoutAlarms(this, 'Alarms', { ...watched, alarmActions: [new AlarmTopicAction(onCall)] });
    new FanoutDashboard(this, 'Dashboard', watched);
  }
}
