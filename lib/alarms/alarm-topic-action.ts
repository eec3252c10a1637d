import { Annotations, ArnFormat, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { AlarmActionConfig, IAlarm, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnTopic, type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { KEY_USE_ACTIONS } from '../access/key-access.ts';
import { aSnsTopic } from '../props/prop-kinds.ts';
import { shown } from '../props/props-check.ts';
import { PropsError } from '../props/props-error.ts';

const SNS_MANAGED_KEY = 'alias/aws/sns';

/**
 * Alarm action that publishes to a topic and lets CloudWatch really do so, also when the topic has its own key.
 *
 * Adds to the topic's policy `sns:Publish` and, when the topic has a key, to the key's policy `kms:Decrypt` and
 * `kms:GenerateDataKey`, for `cloudwatch.amazonaws.com` on behalf of alarms of this account and Region. The condition is a
 * pattern because alarm, topic and key would form a cycle otherwise.
 *
 * The policies of an imported topic and an imported key cannot be changed: a warning says which statement to add.
 */
export class AlarmTopicAction implements IAlarmAction {
  readonly #topic: ITopic;

  constructor(topic: ITopic) {
    this.#topic = topic;
  }

  /**
   * @throws PropsError when there is no topic, or CloudWatch can never publish: to one under `alias/aws/sns`, or from
   * another Region.
   */
  bind(scope: Construct, _alarm: IAlarm): AlarmActionConfig {
    const topic = this.#topic;
    const stack = Stack.of(scope);
    if (!aSnsTopic.is(topic)) {
      throw new PropsError('PropInvalid', `topic must be ${aSnsTopic.what}, got ${shown(topic)}`, scope);
    }
    this.#checkReachable(stack);
    const shared = { principals: [new ServicePrincipal('cloudwatch.amazonaws.com')], conditions: alarmsOf(stack) };
    const { statementAdded } = topic.addToResourcePolicy(
      new PolicyStatement({ ...shared, actions: ['sns:Publish'], resources: [topic.topicArn] }),
    );
    if (!statementAdded) {
      this.#warn('AlarmTopicNotManaged', `The topic ${topic.node.path}`, 'sns:Publish');
    }
    const key = topic instanceof Topic ? topic.masterKey : undefined;
    const keyAnswer = key?.addToResourcePolicy(
      new PolicyStatement({ ...shared, actions: [...KEY_USE_ACTIONS], resources: ['*'] }),
    );
    if (keyAnswer?.statementAdded === false) {
      this.#warn('AlarmKeyNotManaged', `The key of ${topic.node.path}`, KEY_USE_ACTIONS.join(' and '));
    }
    return { alarmActionArn: topic.topicArn };
  }

  #checkReachable(alarms: Stack): void {
    const topic = this.#topic;
    const resource = topic.node.defaultChild;
    if (resource instanceof CfnTopic && resource.kmsMasterKeyId === SNS_MANAGED_KEY) {
      throw new PropsError(
        'AlarmTopicKeyUnusable',
        `the topic of an alarm action must have no key or one of your own, got ${SNS_MANAGED_KEY}, which CloudWatch may not use`,
        topic,
      );
    }
    if (Token.compareStrings(topic.env.region, alarms.region) === TokenComparison.DIFFERENT) {
      throw new PropsError(
        'AlarmTopicElsewhere',
        `the topic of an alarm action must be in the alarm's Region, ${alarms.region}, got ${topic.env.region}`,
        topic,
      );
    }
  }

  #warn(id: string, whose: string, actions: string): void {
    Annotations.of(this.#topic).addWarningV2(
      `fanout:${id}`,
      `${whose} is imported: add a statement to its policy that allows cloudwatch.amazonaws.com ${actions} for alarms of this account, or alarms stay silent.`,
    );
  }
}

const alarmsOf = (stack: Stack): Record<string, Record<string, string>> => ({
  ArnLike: {
    'aws:SourceArn': stack.formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  },
  StringEquals: { 'aws:SourceAccount': stack.account },
});
