import { Duration, type ResourceEnvironment } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { TopicDefinition } from '../../contracts/event.ts';
import { KEY_USE_ACTIONS } from '../access/key-access.ts';
import { checkGrantee } from './topic-grantee.ts';

const PERIOD = Duration.minutes(5);

/** A topic that carries declared events: made by this app, or imported. */
export interface IEventTopic extends Construct {
  readonly definition: TopicDefinition;
  readonly topic: ITopic;
  readonly topicArn: string;
  /** The topic's account and Region. */
  readonly env: ResourceEnvironment;
  /** The topic's own key, when it has one and it is known. */
  readonly encryptionKey?: IKey;
  /** Largest message when the topic says one; else SNS's 256 KiB. */
  readonly maxMessageSizeBytes?: number;
  /** Seconds for which messages are archived and can be replayed; 0 without an archive. */
  readonly archiveSeconds: number;

  /**
   * Lets `grantee` publish: `sns:Publish` on the topic, `kms:Decrypt` and `kms:GenerateDataKey` on its own key.
   *
   * @throws PropsError when it is anyone, or an AWS service that does not say on whose behalf it acts.
   */
  grantPublish(grantee: IGrantable): Grant;

  /**
   * Lets `grantee` subscribe queues, and nothing but queues: `sns:Subscribe` on the topic for the protocol `sqs`.
   *
   * @throws PropsError as {@link grantPublish} does.
   */
  grantSubscribe(grantee: IGrantable): Grant;

  /** Messages published to the topic, per five minutes. */
  metricMessagesPublished(options?: MetricOptions): Metric;

  /** Deliveries that SNS gave up, per five minutes. SNS tries queues for 23 days before it counts one. */
  metricDeliveriesFailed(options?: MetricOptions): Metric;

  /** Messages that SNS could not put into a subscription's dead-letter queue either, per five minutes: they are lost. */
  metricMessagesLost(options?: MetricOptions): Metric;
}

/** What every event topic can do, whether made here or imported. */
export abstract class EventTopicBase extends Construct implements IEventTopic {
  abstract readonly definition: TopicDefinition;
  abstract readonly topic: ITopic;
  abstract readonly encryptionKey?: IKey;
  abstract readonly maxMessageSizeBytes?: number;
  abstract readonly archiveSeconds: number;

  get topicArn(): string {
    return this.topic.topicArn;
  }

  get env(): ResourceEnvironment {
    return this.topic.env;
  }

  grantPublish(grantee: IGrantable): Grant {
    checkGrantee(this, grantee);
    const publish = Grant.addToPrincipalOrResource({
      grantee,
      actions: ['sns:Publish'],
      resourceArns: [this.topicArn],
      resource: this.topic,
    });
    const useKey = this.encryptionKey?.grant(grantee, ...KEY_USE_ACTIONS);
    return useKey === undefined ? publish : publish.combine(useKey);
  }

  grantSubscribe(grantee: IGrantable): Grant {
    checkGrantee(this, grantee);
    return Grant.addToPrincipalOrResource({
      grantee,
      actions: ['sns:Subscribe'],
      resourceArns: [this.topicArn],
      resource: this.topic,
      conditions: { StringEquals: { 'sns:Protocol': 'sqs' } },
    });
  }

  metricMessagesPublished(options?: MetricOptions): Metric {
    return this.topic.metricNumberOfMessagesPublished({ period: PERIOD, ...options });
  }

  metricDeliveriesFailed(options?: MetricOptions): Metric {
    return this.topic.metricNumberOfNotificationsFailed({ period: PERIOD, ...options });
  }

  metricMessagesLost(options?: MetricOptions): Metric {
    return this.topic.metric('NumberOfNotificationsFailedToRedriveToDlq', {
      statistic: 'Sum',
      period: PERIOD,
      ...options,
    });
  }
}
