import { type CfnResource, Duration, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { CfnGlobalTable, CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { EventTopic, FanoutChecks, Inbox, UndeliveredQueue } from '../../../lib/index.ts';
import { emptyStack, orderEvents, orderLedger } from '../lib/sample-stack.ts';
import {
  brokenRules,
  keyStatement,
  letDecrypt,
  plainAlarm,
  plainFanout,
  plainKey,
  plainStack,
  plainTable,
  streamReader,
} from './plain-fanout.ts';

const production = (): Stack => plainStack({ 'fanout:stage': 'prod' });

/** Paths of what would go with the stack. */
const deletedIn = (scope: Stack): readonly string[] =>
  new FanoutChecks()
    .validateScope(scope)
    .violations.filter(({ ruleName }) => ruleName === 'Fanout-DeletedWithStack')
    .map(({ violatingResources: [at] }) => at?.constructPath ?? '')
    .sort();

const retain = (...resources: readonly CfnResource[]): void => {
  for (const resource of resources) {
    resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
};

const tableProps = {
  keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
  attributeDefinitions: [{ attributeName: 'pk', attributeType: 'S' }],
};

describe('G7 production', () => {
  it('keeps subscribed queues, their dead-letter queues, and those of subscriptions', () => {
    const stack = production();
    const { queue, deadLetterQueue, subscriptionDeadLetterQueue } = plainFanout(stack);
    expect(deletedIn(stack)).toEqual(['Plain/DeadLetterQueue', 'Plain/Queue', 'Plain/SubscriptionDeadLetterQueue']);

    retain(queue, deadLetterQueue, subscriptionDeadLetterQueue);

    expect(brokenRules(stack)).toEqual([]);
  });

  it.each(['prod', 'Production', 'prod-eu', 'eu_prd', 'ProdEu', 'live', 'team1-live'])(
    'is a stage named %s',
    (name) => {
      const stack = plainStack({ 'fanout:stage': name });
      plainFanout(stack);

      expect(deletedIn(stack)).not.toEqual([]);
    },
  );

  it.each(['dev', 'staging', 'non-prod', 'preprod', 'PreProd', 'product', 'delivery'])(
    'is no stage named %s',
    (name) => {
      const stack = plainStack({ 'fanout:stage': name });
      plainFanout(stack);

      expect(deletedIn(stack)).toEqual([]);
    },
  );

  it('leaves queues, tables and keys alone that have nothing to do with the fan-out', () => {
    const stack = production();
    const jobs = new CfnQueue(stack, 'Jobs', {
      kmsMasterKeyId: new CfnKey(stack, 'JobsKey', { keyPolicy: {} }).ref,
      redrivePolicy: { deadLetterTargetArn: new CfnQueue(stack, 'DeadJobs').attrArn, maxReceiveCount: 5 },
      messageRetentionPeriod: 60,
    });
    plainAlarm(stack, 'JobsAlarm', stack.node.findChild('DeadJobs') as CfnQueue);
    new CfnTable(stack, 'Sessions', tableProps);
    plainTable(stack, { readers: [streamReader(stack, 'Search', { JOBS: jobs.ref })] });
    new CfnTopic(stack, 'OnCall', { kmsMasterKeyId: new CfnKey(stack, 'OnCallKey', { keyPolicy: {} }).ref });

    expect(brokenRules(stack)).toEqual([]);
  });

  it.each(['FANOUT_INBOX_TABLE', 'FANOUT_OUTBOX_TABLE', 'FANOUT_QUARANTINE_TABLE'])('keeps the table of %s', (name) => {
    const stack = production();
    const table = new CfnTable(stack, 'Table', tableProps);
    streamReader(stack, 'Function', { [name]: table.ref });

    expect(deletedIn(stack)).toEqual(['Plain/Table']);
  });

  it('keeps a table that a relay reads, with its key', () => {
    const stack = production();
    const table = plainTable(stack, { readers: [streamReader(stack, 'Relay', { FANOUT_TOPIC_ARNS: '{}' })] });
    table.sseSpecification = { sseEnabled: true, kmsMasterKeyId: plainKey(stack, 'Key').attrArn };

    expect(deletedIn(stack)).toEqual(['Plain/Key', 'Plain/Table']);
  });

  it('keeps a global table with the keys of its replicas', () => {
    const stack = production();
    const { attrArn: kmsMasterKeyId } = plainKey(stack, 'Key');
    const table = new CfnGlobalTable(stack, 'Table', {
      ...tableProps,
      replicas: [{ region: 'eu-central-1', sseSpecification: { kmsMasterKeyId } }],
    });
    streamReader(stack, 'Function', { FANOUT_INBOX_TABLE: table.ref });

    expect(deletedIn(stack)).toEqual(['Plain/Key', 'Plain/Table']);
  });

  it('keeps the keys of subscribed queues, and of their topic', () => {
    const stack = production();
    const fanout = plainFanout(stack);
    const queueKey = plainKey(stack, 'QueueKey', keyStatement('sns.amazonaws.com', fanout.topic.ref));
    fanout.queue.kmsMasterKeyId = queueKey.attrArn;
    fanout.topic.kmsMasterKeyId = plainKey(stack, 'TopicKey').attrArn;
    letDecrypt(stack, fanout.role, queueKey);
    retain(fanout.queue, fanout.deadLetterQueue, fanout.subscriptionDeadLetterQueue);

    expect(deletedIn(stack)).toEqual(['Plain/QueueKey', 'Plain/TopicKey']);
  });

  it('keeps an archive, and says how', () => {
    const stack = production();
    const topic = new CfnTopic(stack, 'Topic', { fifoTopic: true, archivePolicy: { MessageRetentionPeriod: '1' } });
    expect(deletedIn(stack)).toEqual(['Plain/Topic']);

    retain(topic);

    expect(deletedIn(stack)).toEqual([]);
  });

  it('needs no archive of an EventTopic to be kept: it is', () => {
    const stack = emptyStack({ 'fanout:stage': 'prod' });
    new EventTopic(stack, 'Ledger', { definition: orderLedger, archiveRetention: Duration.days(1) });

    expect(deletedIn(stack)).toEqual([]);
  });

  it("keeps what Fanout's constructs define for other apps", () => {
    const stack = emptyStack({ 'fanout:stage': 'prod' });
    const encryptionKey = new Key(stack, 'Key', { removalPolicy: RemovalPolicy.DESTROY });
    new Inbox(stack, 'Inbox', { encryptionKey, removalPolicy: RemovalPolicy.DESTROY });
    const topic = new EventTopic(stack, 'Topic', { definition: orderEvents });
    const removalPolicy = RemovalPolicy.DESTROY;
    new UndeliveredQueue(stack, 'Undelivered', { topic, subscriber: 'stock', removalPolicy });
    new Queue(stack, 'Jobs');

    expect(deletedIn(stack)).toEqual([
      'Shop/Inbox/Table/Resource',
      'Shop/Key/Resource',
      'Shop/Undelivered/SubscriptionDeadLetterQueue/Resource',
    ]);
  });

  it.each([
    ['Prod', 3],
    ['production', 3],
    ['Test', 0],
  ])('is a cdk Stage that is called %s: %d queues', (name, count) => {
    const inner = new Stack(new Stage(plainStack().node.root, name), 'Plain');
    plainFanout(inner);

    expect(deletedIn(inner)).toHaveLength(count);
  });
});
