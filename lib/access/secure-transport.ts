import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/** The actions that SNS accepts in a topic's policy; it refuses `sns:*`. */
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

/** Refuses everything on a topic that does not come by TLS. aws-cdk's `enforceSSL` covers `sns:Publish` only. */
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
