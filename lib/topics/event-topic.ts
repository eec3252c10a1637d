import { PhysicalName, RemovalPolicy } from 'aws-cdk-lib';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { type CfnTopic, type ITopic, Topic, TracingConfig } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { TopicDefinition } from '../../contracts/event.ts';
import { TOPIC_NAME_METADATA } from '../../contracts/metadata.ts';
import { requireTls } from '../access/secure-transport.ts';
import { declareEvents } from '../graph/declared-events.ts';
import { physicalName } from '../physical-name.ts';
import { PropsCheck } from '../props/props-check.ts';
import { PropsError } from '../props/props-error.ts';
import { checkFanout } from '../rules/check-fanout.ts';
import { referWeakly } from '../weak-references.ts';
import { DeliveryFailureLog } from './delivery-failure-log.ts';
import { EventTopicBase, type IEventTopic } from './event-topic-base.ts';
import { checkEventTopic, checkImportedTopic } from './event-topic-check.ts';
import type { EventTopicAttributes, EventTopicProps } from './event-topic-props.ts';
import { isForeign } from './topic-grantee.ts';
import { TraceAccess } from './trace-access.ts';

const SNS_MANAGED_KEY = 'alias/aws/sns';
const DAY_SECONDS = 86_400;

/**
 * A topic that carries declared events. Defines an SNS topic, encrypted, and a policy that refuses plain HTTP.
 *
 * FIFO topics take the event id as deduplication id, so content-based deduplication is off unless asked for.
 */
export class EventTopic extends EventTopicBase {
  readonly definition: TopicDefinition;
  readonly topic: Topic;
  readonly encryptionKey?: IKey;
  readonly maxMessageSizeBytes?: number;
  readonly archiveSeconds: number;
  /** The log of failed deliveries, when `logsDeliveryFailures` asks for it. */
  readonly deliveryFailureLogGroup?: ILogGroup;

  /** The topic of another app or stack, by its ARN. Its policy is not touched: grants to others must be made there. */
  static fromTopicArn(scope: Construct, id: string, topicArn: string, definition: TopicDefinition): IEventTopic {
    return new ImportedTopic(scope, id, { topicArn, definition });
  }

  /** The same with the topic's key, which publishers need, or its archive, which subscribers remember by. */
  static fromEventTopicAttributes(scope: Construct, id: string, attributes: EventTopicAttributes): IEventTopic {
    return new ImportedTopic(scope, id, attributes);
  }

  constructor(scope: Construct, id: string, props: EventTopicProps) {
    super(scope, id);
    const check = new PropsCheck(this);
    this.archiveSeconds = checkEventTopic(check, props);
    check.finish();
    this.definition = props.definition;
    this.encryptionKey = props.encryptionKey;
    this.maxMessageSizeBytes = props.maxMessageSizeBytes;
    const { fifo } = props.definition;
    this.topic = new Topic(this, 'Topic', {
      masterKey: props.encryptionKey,
      // Nothing unless a stack of another account or Region refers to it: then CloudFormation cannot pass its ARN on.
      topicName: PhysicalName.GENERATE_IF_NEEDED,
      tracingConfig: props.tracingConfig === TracingConfig.ACTIVE ? TracingConfig.ACTIVE : undefined,
      ...(fifo && {
        fifo,
        topicName: physicalName(this, { fifo }),
        contentBasedDeduplication: props.contentBasedDeduplication ?? false,
        fifoThroughputScope: props.fifoThroughputScope,
        messageRetentionPeriodInDays: this.archiveSeconds === 0 ? undefined : this.archiveSeconds / DAY_SECONDS,
      }),
    });
    referWeakly(this.topic);
    const resource = this.topic.node.defaultChild as CfnTopic;
    // Tests find the deployed topic by it.
    resource.addMetadata(TOPIC_NAME_METADATA, props.definition.name);
    // aws-cdk's own construct has no prop for it.
    resource.maximumMessageSize = props.maxMessageSizeBytes;
    if (props.encryptionKey === undefined) {
      resource.kmsMasterKeyId = SNS_MANAGED_KEY;
    }
    if (this.archiveSeconds > 0) {
      // SNS refuses to delete it: https://docs.aws.amazon.com/sns/latest/dg/message-archiving-and-replay-topic-owner.html
      this.topic.applyRemovalPolicy(RemovalPolicy.RETAIN);
    }
    requireTls(this.topic);
    if (props.tracingConfig === TracingConfig.ACTIVE && props.definesTraceAccess !== false) {
      TraceAccess.for(this);
    }
    if (props.logsDeliveryFailures) {
      this.deliveryFailureLogGroup = new DeliveryFailureLog(this, 'DeliveryFailures', this.topic).logGroup;
    }
    declareEvents(this.topic, props.definition);
    checkFanout(this);
  }

  /**
   * Lets `grantee` publish: `sns:Publish` on the topic, `kms:Decrypt` and `kms:GenerateDataKey` on its own key. An account,
   * organisation or foreign role is admitted by the topic's policy.
   *
   * @throws PropsError when the grantee is anyone, or an AWS service that does not say on whose behalf; and when it is of
   * another account, or an AWS service, and the topic has no key of its own: the account's `alias/aws/sns` admits nobody else.
   */
  override grantPublish(grantee: IGrantable): Grant {
    if (this.encryptionKey === undefined && isForeign(this, grantee, this.env.account)) {
      throw new PropsError(
        'ForeignPublisherNeedsKey',
        `encryptionKey must be a key of your own when another account or an AWS service publishes, got none; ${SNS_MANAGED_KEY} admits nobody else`,
        this,
      );
    }
    return super.grantPublish(grantee);
  }
}

class ImportedTopic extends EventTopicBase {
  readonly definition: TopicDefinition;
  readonly topic: ITopic;
  readonly encryptionKey?: IKey;
  readonly maxMessageSizeBytes?: number;
  readonly archiveSeconds: number;

  constructor(scope: Construct, id: string, attributes: EventTopicAttributes) {
    super(scope, id);
    const check = new PropsCheck(this);
    this.archiveSeconds = checkImportedTopic(check, attributes);
    check.finish();
    this.definition = attributes.definition;
    this.encryptionKey = attributes.encryptionKey;
    this.maxMessageSizeBytes = attributes.maxMessageSizeBytes;
    this.topic = Topic.fromTopicArn(this, 'Topic', attributes.topicArn);
  }
}
