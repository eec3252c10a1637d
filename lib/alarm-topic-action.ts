import { Annotations, ArnFormat, Stack } from 'aws-cdk-lib';
import type { AlarmActionConfig, IAlarm, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { KEY_USE_ACTIONS } from './key-access.ts';

/**
 * Alarm action that publishes to a topic and lets CloudWatch really do so, also when the topic has its own key.
 *
 * Adds to the topic's policy `sns:Publish` and, when the topic has a key, to the key's policy `kms:Decrypt` and
 * `kms:GenerateDataKey`, for `cloudwatch.amazonaws.com` on behalf of alarms of this account and Region. The condition is a
 * pattern because alarm, topic and key would form a cycle otherwise.
 *
 * A topic under `alias/aws/sns` cannot be published to by CloudWatch: use no key or a key of your own.
 */
export class AlarmTopicAction implements IAlarmAction {
  readonly #topic: Topic;

  constructor(topic: Topic) {
    this.#topic = topic;
  }

  bind(scope: Construct, _alarm: IAlarm): AlarmActionConfig {
    const stack = Stack.of(scope);
    const conditions = {
      ArnLike: {
        'aws:SourceArn': stack.formatArn({
          service: 'cloudwatch',
          resource: 'alarm',
          resourceName: '*',
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      },
      StringEquals: { 'aws:SourceAccount': stack.account },
    };
    const principals = [new ServicePrincipal('cloudwatch.amazonaws.com')];
    this.#topic.addToResourcePolicy(
      new PolicyStatement({ actions: ['sns:Publish'], resources: [this.#topic.topicArn], principals, conditions }),
    );
    const key = this.#topic.masterKey;
    const keyAnswer = key?.addToResourcePolicy(
      new PolicyStatement({ actions: [...KEY_USE_ACTIONS], resources: ['*'], principals, conditions }),
    );
    if (keyAnswer?.statementAdded === false) {
      Annotations.of(this.#topic).addWarningV2(
        'fanout:AlarmKeyNotManaged',
        `The key of ${this.#topic.node.path} is imported: add a statement to its policy that allows cloudwatch.amazonaws.com ${KEY_USE_ACTIONS.join(' and ')} for alarms of this account, or alarms stay silent.`,
      );
    }
    return { alarmActionArn: this.#topic.topicArn };
  }
}
