import { Annotations, ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { snsPrincipal } from './sns-principal.ts';

/**
 * What a sender to an encrypted queue or topic, or its reader, does with its key. Spelled out: AWS's examples say
 * `kms:GenerateDataKey*`, but the services call `GenerateDataKey`.
 */
export const KEY_USE_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'] as const;

/**
 * What a reader and writer of an encrypted table does with its key.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export const KEY_TABLE_ACTIONS = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
] as const;

/**
 * Lets SNS encrypt messages of `topic` for a queue under `key`, on behalf of that topic only.
 *
 * aws-cdk grants this without a source condition unless the app sets a feature flag. A key of another stack gets the
 * topic's account and Region as a pattern instead of its ARN, or the two stacks would need each other. The policy of an
 * imported key cannot be changed: a warning says which statement to add.
 */
export function admitDeliveries(key: IKey, topic: ITopic, scope: IConstruct): void {
  const sameStack = Stack.of(key) === Stack.of(topic);
  const answer = key.addToResourcePolicy(
    new PolicyStatement({
      actions: [...KEY_USE_ACTIONS],
      resources: ['*'],
      principals: [snsPrincipal(topic.env.region, key.env.region)],
      conditions: {
        ...(sameStack
          ? { ArnEquals: { 'aws:SourceArn': topic.topicArn } }
          : { ArnLike: { 'aws:SourceArn': anyTopicBeside(topic) } }),
        StringEquals: { 'aws:SourceAccount': topic.env.account },
      },
    }),
  );
  if (!answer.statementAdded) {
    Annotations.of(scope).addWarningV2(
      'fanout:KeyNotManaged',
      `encryptionKey of ${scope.node.path} is imported: add a statement to its policy that allows sns.amazonaws.com ${KEY_USE_ACTIONS.join(' and ')} when aws:SourceArn is the topic's ARN, or every delivery fails.`,
    );
  }
}

const anyTopicBeside = (topic: ITopic): string =>
  Stack.of(topic).formatArn({
    service: 'sns',
    region: topic.env.region,
    account: topic.env.account,
    resource: '*',
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
