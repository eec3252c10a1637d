import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { LoggingProtocol, type Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { stageSettings } from '../stages/stage.ts';

/**
 * The log of deliveries to queues that failed, also of those that SNS tries again. Defines a log group and a role with which SNS may write there and
 * nowhere else.
 *
 * SNS names the log group itself and would make it, never to expire, with a role that may make any:
 * https://docs.aws.amazon.com/sns/latest/dg/topics-attrib-prereq.html. The role's trust has no condition on the source,
 * because AWS does not say that SNS states one when it assumes the role.
 */
export class DeliveryFailureLog extends Construct {
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, topic: Topic) {
    super(scope, id);
    const stage = stageSettings(this);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('sns.amazonaws.com') });
    topic.addLoggingConfig({ protocol: LoggingProtocol.SQS, failureFeedbackRole: role });
    this.logGroup = new LogGroup(this, 'LogGroup', {
      logGroupName: `sns/${Aws.REGION}/${Aws.ACCOUNT_ID}/${topic.topicName}/Failure`,
      retention: stage.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: stage.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    this.logGroup.grantWrite(role);
  }
}
