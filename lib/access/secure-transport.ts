import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/**
 * The actions of the policy that SNS gives a topic without one. It refuses `sns:*` there. Those of tags and of data protection
 * policies are left out: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
 */
const TOPIC_ACTIONS = [
  'sns:AddPermission',
  'sns:DeleteTopic',
  'sns:GetTopicAttributes',
  'sns:ListSubscriptionsByTopic',
  'sns:Publish',
  'sns:RemovePermission',
  'sns:SetTopicAttributes',
  'sns:Subscribe',
] as const;

/** Refuses those actions on a topic when they do not come by TLS. aws-cdk's `enforceSSL` covers `sns:Publish` only. */
export function requireTls(topic: ITopic): void {
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'DenyPlainHttp',
      effect: Effect.DENY,
      actions: [...TOPIC_ACTIONS],
      resources: [topic.topicArn],
      principals: [new AnyPrincipal()],
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
  );
}
