import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import {
  type CloudClients,
  eventually,
  type LocalStack,
  type RunningStack,
  readDeadLetters,
  readStackOutputs,
  type StackOutputs,
  scanTable,
  startLocalStack,
  startStack,
  startTarget,
  type Target,
} from 'fanout/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { bundle } from '../../scripts/bundle.ts';
import { chosenTarget } from '../acceptance/chosen-target.ts';
import { parcelLost, parcelSent } from './events.ts';
import { ParcelPublisher } from './parcel-publisher.ts';
import { brokenRelease, firstRelease, type Release, secondRelease, synthesiseRelease } from './parcel-stack.ts';

const name = 'FanoutParcels';
const soon = (what: string) => ({ deadlineMs: 120_000, intervalMs: 500, what });

/** Physical names that must outlive an update. */
const STATEFUL = ['TrackingQueueUrl', 'TrackingDeadLetterQueueUrl', 'TrackingRecordsTableName', 'InboxTableName'];

describe('a deployed stack', () => {
  let folder: string;
  let localStack: LocalStack | undefined;
  let target: Target;
  let stack: RunningStack;
  let clients: CloudClients;
  let publisher: ParcelPublisher;
  let outputs: StackOutputs;

  const assemblyOf = (release: Release): string => {
    const outdir = join(folder, `release-${Math.random()}`);
    synthesiseRelease(release, { name, bundles: join(folder, 'record'), outdir });
    return outdir;
  };
  const recordsOf = async (subscriber: string): Promise<readonly { pk: string; type: string }[]> =>
    scanTable(clients, outputs.get(`${subscriber}RecordsTableName`));
  const attributesOf = async (queueUrl: string): Promise<Record<string, string | undefined>> => {
    const { Attributes = {} } = await clients.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
    );
    return Attributes;
  };
  const idsOf = (parcels: readonly { readonly id: string; readonly type: string }[], type: string): string[] =>
    parcels.filter((parcel) => parcel.type === type).map(({ id }) => id);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fanout-deployment-'));
    await bundle({ groups: [[{ name: 'record', entry: 'test/deployment/functions/record.ts' }]], directory: folder });
    const chosen = chosenTarget(process.env);
    // A container would go with its target; here the stacks are to go and what is in it to stay.
    localStack = chosen === 'localstack' ? await startLocalStack() : undefined;
    target = await startTarget(localStack ?? chosen);
    stack = await startStack({ assembly: assemblyOf(firstRelease), stack: name, target });
    ({ clients, outputs } = stack);
    publisher = new ParcelPublisher(clients, outputs.get('TopicArn'));
  }, 300_000);

  afterAll(async () => {
    await stack?.stop();
    await target?.stop();
    await localStack?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 120_000);

  it('G1 loses no message and no dead letter over an update, and what is stateful stays', {
    timeout: 300_000,
  }, async () => {
    const before = new Map(STATEFUL.map((key) => [key, outputs.get(key)]));
    await clients.sqs.send(
      new SendMessageCommand({ QueueUrl: outputs.get('TrackingQueueUrl'), MessageBody: 'no envelope' }),
    );
    const deadLetterQueueUrl = outputs.get('TrackingDeadLetterQueueUrl');
    const [deadLetter] = await eventually(async () => {
      const letters = await readDeadLetters(clients, deadLetterQueueUrl);
      return letters.length > 0 && letters;
    }, soon('the dead letter'));

    await publisher.publishDuring(target.deploy({ assembly: assemblyOf(secondRelease), stack: name }));
    const during = [...publisher.published];
    outputs = await readStackOutputs(clients, name);
    // A new subscription and a changed filter take time to be there: https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html
    await eventually(async () => {
      const lost = await publisher.publish(parcelLost);
      await eventually(
        async () => {
          const [tracked, audited] = await Promise.all([recordsOf('Tracking'), recordsOf('Audit')]);
          return [tracked, audited].every((records) => records.some(({ pk }) => pk === lost.id));
        },
        { ...soon('a lost parcel'), deadlineMs: 20_000 },
      );
    }, soon('the new subscriber and the changed filter'));
    const after = await Promise.all(
      [1, 2, 3].flatMap(() => [publisher.publish(parcelSent), publisher.publish(parcelLost)]),
    );

    expect(during.length).toBeGreaterThan(10);
    await eventually(async () => {
      const [tracked, audited] = await Promise.all([recordsOf('Tracking'), recordsOf('Audit')]);
      expect(tracked.map(({ pk }) => pk)).toEqual(
        expect.arrayContaining([...idsOf(during, parcelSent.type), ...after.map(({ id }) => id)]),
      );
      expect(audited.map(({ pk }) => pk)).toEqual(expect.arrayContaining(after.map(({ id }) => id)));
    }, soon('every parcel'));
    expect(new Map(STATEFUL.map((key) => [key, outputs.get(key)]))).toEqual(before);
    expect((await attributesOf(deadLetterQueueUrl))['MessageRetentionPeriod']).toBe('1123200');
    const letters = await readDeadLetters(clients, deadLetterQueueUrl);
    expect(letters.map(({ messageId }) => messageId)).toEqual([deadLetter?.messageId]);
  });

  it('G1 leaves queues, dead letters and tables behind when it is destroyed', { timeout: 300_000 }, async () => {
    const left = (await target.stop()).map((line) => /\((?<type>[\w:]+)\)/.exec(line)?.groups?.['type']);

    // For each of two subscribers: queue, dead-letter queue, subscription's dead-letter queue; and what the functions logged.
    expect(left.filter((type) => type === 'AWS::SQS::Queue')).toHaveLength(6);
    expect(new Set(left)).toEqual(new Set(['AWS::DynamoDB::Table', 'AWS::Logs::LogGroup', 'AWS::SQS::Queue']));
    const letters = await readDeadLetters(clients, outputs.get('TrackingDeadLetterQueueUrl'));
    expect(letters).toHaveLength(1);
    const { Table } = await clients.documents.send(
      new DescribeTableCommand({ TableName: outputs.get('InboxTableName') }),
    );
    expect(Table?.TableStatus).toBe('ACTIVE');
    await expect(publisher.publish(parcelSent)).rejects.toThrow(/not ?found|does not exist/i);
  });

  it('says which resource failed and why when it is refused', { timeout: 300_000 }, async () => {
    const refused = await startTarget(localStack ?? chosenTarget(process.env));
    onTestFinished(async () => void (await refused.stop()));

    await expect(refused.deploy({ assembly: assemblyOf(brokenRelease), stack: name })).rejects.toMatchObject({
      code: 'DEPLOYMENT_FAILED',
      message: expect.stringMatching(/^stack FanoutParcels was not deployed: Refused \(AWS::SQS::Queue\): /),
    });
  });
});
