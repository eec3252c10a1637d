import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnResourcePolicy } from 'aws-cdk-lib/aws-xray';
import { Construct, type IConstruct } from 'constructs';

const ID = 'FanoutTraceAccess';

/**
 * Lets SNS send segments of a stack's topics to X-Ray. Defines an X-Ray resource policy, without which active tracing stays
 * silent (https://docs.aws.amazon.com/xray/latest/devguide/xray-services-sns.html); aws-cdk defines none.
 *
 * One for all topics of the account and Region, because an account has at most five such policies, of 5 KB each
 * (https://docs.aws.amazon.com/xray/latest/api/API_PutResourcePolicy.html). The resource is `*` because X-Ray has no others.
 */
export class TraceAccess extends Construct {
  /** Defines it under the stack of a topic unless it is there. */
  static for(topic: IConstruct): void {
    const stack = Stack.of(topic);
    if (stack.node.tryFindChild(ID) === undefined) {
      new TraceAccess(stack, ID);
    }
  }

  private constructor(stack: Stack, id: string) {
    super(stack, id);
    const document = new PolicyDocument({
      statements: [
        new PolicyStatement({
          principals: [new ServicePrincipal('sns.amazonaws.com')],
          actions: ['xray:PutTraceSegments', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
          resources: ['*'],
          conditions: {
            ArnLike: {
              'aws:SourceArn': stack.formatArn({
                service: 'sns',
                resource: '*',
                arnFormat: ArnFormat.NO_RESOURCE_NAME,
              }),
            },
            StringEquals: { 'aws:SourceAccount': stack.account },
          },
        }),
      ],
    });
    new CfnResourcePolicy(this, 'Resource', {
      // Unique in the account, as the stack's name is.
      policyName: `${Aws.STACK_NAME}-${ID}`,
      policyDocument: stack.toJsonString(document.toJSON()),
    });
  }
}
