import { Names } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { CfnResourcePolicy } from 'aws-cdk-lib/aws-xray';
import { Construct } from 'constructs';

/**
 * Lets SNS send segments of one topic to X-Ray. Defines an X-Ray resource policy, without which active tracing stays
 * silent (https://docs.aws.amazon.com/xray/latest/devguide/xray-services-sns.html); aws-cdk defines none.
 *
 * The resource is `*` because X-Ray has no others.
 */
export class TraceAccess extends Construct {
  constructor(scope: Construct, id: string, topic: Topic) {
    super(scope, id);
    const document = new PolicyDocument({
      statements: [
        new PolicyStatement({
          principals: [new ServicePrincipal('sns.amazonaws.com')],
          actions: ['xray:PutTraceSegments', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
          resources: ['*'],
          conditions: {
            ArnEquals: { 'aws:SourceArn': topic.topicArn },
            StringEquals: { 'aws:SourceAccount': topic.env.account },
          },
        }),
      ],
    });
    new CfnResourcePolicy(this, 'Resource', {
      policyName: Names.uniqueResourceName(this, { maxLength: 128, allowedSpecialCharacters: '-' }),
      policyDocument: topic.stack.toJsonString(document.toJSON()),
    });
  }
}
