import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { EventTopic, Inbox, Subscriber } from 'fanout';
import { parcelLost, parcelSent, parcels } from './events.ts';

/** What a release of the stack says otherwise than the one before it. */
export interface Release {
  /** Whether tracking also subscribes to lost parcels. */
  readonly tracksLoss: boolean;
  /** Whether there is a second subscriber. */
  readonly hasAudit: boolean;
  readonly deadLetterRetention: Duration;
  /** Whether it holds a queue that SQS refuses, so that its deployment fails. */
  readonly isBroken?: boolean;
}

export const firstRelease: Release = {
  tracksLoss: false,
  hasAudit: false,
  deadLetterRetention: Duration.days(14),
};

export const secondRelease: Release = {
  tracksLoss: true,
  hasAudit: true,
  deadLetterRetention: Duration.days(13),
};

export const brokenRelease: Release = { ...firstRelease, isBroken: true };

/** Synthesises a release into `outdir`. */
export function synthesiseRelease(release: Release, options: { name: string; bundles: string; outdir: string }): void {
  const app = new App({ outdir: options.outdir });
  const stack = new Stack(app, options.name);
  const topic = new EventTopic(stack, 'Parcels', { definition: parcels });
  const inbox = new Inbox(stack, 'Inbox');
  const subscribers = ['Tracking', ...(release.hasAudit ? ['Audit'] : [])];
  for (const id of subscribers) {
    const records = new Table(stack, `${id}Records`, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
    });
    const subscriber = new Subscriber(stack, id, {
      name: id.toLowerCase(),
      topic,
      inbox,
      ...(id === 'Tracking' && { events: release.tracksLoss ? [parcelSent, parcelLost] : [parcelSent] }),
      consumer: {
        code: Code.fromAsset(options.bundles),
        timeout: Duration.seconds(3),
        environment: { RECORDS_TABLE: records.tableName },
      },
    });
    records.grant(subscriber.function, 'dynamodb:PutItem');
    const deadLetterQueue = subscriber.deadLetterQueue.node.defaultChild as CfnQueue;
    deadLetterQueue.messageRetentionPeriod = release.deadLetterRetention.toSeconds();
    const outputs = {
      RecordsTableName: records.tableName,
      QueueUrl: subscriber.queue.queueUrl,
      DeadLetterQueueUrl: subscriber.deadLetterQueue.queueUrl,
      FunctionName: subscriber.function.functionName,
    };
    for (const [name, value] of Object.entries(outputs)) {
      new CfnOutput(stack, `${id}${name}`, { value });
    }
  }
  new CfnOutput(stack, 'TopicArn', { value: topic.topicArn });
  new CfnOutput(stack, 'InboxTableName', { value: inbox.table.tableName });
  if (release.isBroken) {
    new CfnQueue(stack, 'Refused', { queueName: 'no name of a queue' });
  }
  app.synth();
}
