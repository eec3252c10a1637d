import { Duration, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { EventTopic, Subscriber } from 'fanout';
import { userJoined, users } from './events.ts';

export class Subscribers extends Stack {
  constructor(scope: Construct) {
    super(scope, 'Subscribers');
    const topic = new EventTopic(this, 'Users', { definition: users });

    // Code whose handler lambdaConsumer makes: a function is defined for it.
    new Subscriber(this, 'Points', {
      name: 'points',
      topic,
      events: [userJoined],
      consumer: { code: Code.fromAsset('bundles/points'), timeout: Duration.seconds(10), maxConcurrency: 20 },
    });

    // A function of your own, which need not know Fanout. It sees paying users only.
    const welcome = new LambdaFunction(this, 'WelcomeFunction', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromAsset('bundles/welcome'),
    });
    new Subscriber(this, 'Welcome', {
      name: 'welcome',
      topic,
      events: ['user.#'],
      bodyFilter: { plan: ['pro', 'team'] },
      consumer: { function: welcome },
    });

    // No function: a container consumes the queue.
    const container = new Role(this, 'Container', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    const search = new Subscriber(this, 'Search', { name: 'search', topic, visibilityTimeout: Duration.minutes(2) });
    search.grantConsume(container);
  }
}
