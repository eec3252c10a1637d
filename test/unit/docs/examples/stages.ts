import { Duration, Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { AlarmTopicAction, applyStage, EventTopic, Subscriber, stages } from 'fanout';
import { users } from './events.ts';

export class Production extends Stack {
  constructor(scope: Construct) {
    super(scope, 'Production');
    const alarmActions = [new AlarmTopicAction(new Topic(this, 'OnCall'))];
    applyStage(this, 'prod', { ...stages.prod, alarmActions, maxConcurrency: 100 });

    const topic = new EventTopic(this, 'Users', { definition: users });
    new Subscriber(this, 'Points', {
      name: 'points',
      topic,
      consumer: { code: Code.fromAsset('bundles/points'), timeout: Duration.seconds(10) },
    });
  }
}
