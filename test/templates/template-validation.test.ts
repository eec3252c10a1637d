import { readFileSync } from 'node:fs';
import { type App, CfnResource, type Stack, Validations } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { EventTopic } from '../../lib/index.ts';
import { addShop, addSubscriber, emptyStack, orderEvents } from '../unit/lib/sample-stack.ts';

const cdkJson = readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8');
const { context } = JSON.parse(cdkJson) as { context: Record<string, unknown> };

/** Synthesises as `cdk synth` does: with the flags of cdk.json and aws-cdk's CloudFormation validator, whose errors throw. */
const synthesise = (stack: Stack): unknown => (stack.node.root as App).synth();

describe('aws-cdk’s own template validator', () => {
  it('passes a shop', () => {
    const stack = emptyStack(context);
    addShop(stack);

    expect(() => synthesise(stack)).not.toThrow();
  });

  it('passes a subscriber with keys of the user’s and an alarm action', () => {
    const stack = emptyStack(context);
    const topic = new EventTopic(stack, 'Topic', {
      definition: orderEvents,
      encryptionKey: new Key(stack, 'TopicKey'),
    });
    const alarmActions = [new SnsAction(new Topic(stack, 'OnCall'))];
    addSubscriber(stack, { topic, encryptionKey: new Key(stack, 'QueueKey'), alarmActions });

    expect(() => synthesise(stack)).not.toThrow();
  });

  it('rejects a bad template, so it is on', () => {
    const stack = emptyStack(context);
    new CfnResource(stack, 'Bad', { type: 'AWS::SQS::Queue', properties: { VisibilityTimeout: 999_999 } });

    expect(() => synthesise(stack)).toThrow(/F3034/);
  });

  it('passes a shop with cdk-nag as a plug-in of the app', () => {
    const stack = emptyStack(context);
    const root = stack.node.root as App;
    Validations.of(root).addPlugins(new AwsSolutionsChecks(root));
    addShop(stack);

    expect(() => synthesise(stack)).not.toThrow();
  });
});
