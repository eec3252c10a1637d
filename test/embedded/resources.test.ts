import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeTableCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { PublishCommand } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedCloud, startEmbeddedCloud } from '../../embedded/index.ts';
import { type CloudClients, connectTo } from '../../testing/cloud-clients.ts';
import { DEFLATED, zipFile } from '../unit/embedded/zip-file.ts';
import { AssemblyFolder, nodeFunction, table } from './assembly-folder.ts';

const keys = (...names: string[]) =>
  names.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' }));
const strings = (...names: string[]) => names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));
const everything = { Projection: { ProjectionType: 'ALL' } };
const getAtt = (logicalId: string, attribute: string) => ({ 'Fn::GetAtt': [logicalId, attribute] });

let assembly: AssemblyFolder;
let cloud: EmbeddedCloud;
let clients: CloudClients;
const output = (name: string) => cloud.stacks[0]?.outputs[name] ?? '';

beforeAll(async () => {
  assembly = new AssemblyFolder();
  const source = "export const handler = async () => 'from a zip file';";
  writeFileSync(join(assembly.path, 'code.zip'), zipFile({ 'lib/main.mjs': [source, DEFLATED] }));
  assembly.stack('Shop', {
    Resources: {
      Indexed: table({
        AttributeDefinitions: strings('pk', 'sk', 'byName'),
        KeySchema: keys('pk', 'sk'),
        GlobalSecondaryIndexes: [{ IndexName: 'names', KeySchema: keys('byName'), ...everything }],
        LocalSecondaryIndexes: [{ IndexName: 'local', KeySchema: keys('pk', 'byName'), ...everything }],
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      }),
      Global: {
        Type: 'AWS::DynamoDB::GlobalTable',
        Properties: {
          AttributeDefinitions: strings('pk'),
          KeySchema: keys('pk'),
          BillingMode: 'PAY_PER_REQUEST',
          StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
          Replicas: [{ Region: { Ref: 'AWS::Region' } }],
        },
      },
      Zipped: nodeFunction(assembly.asset('zipped', 'code.zip', 'file'), { Handler: 'lib/main.handler' }),
      Inline: nodeFunction({ ZipFile: "exports.handler = async () => 'inline';" }),
      FifoTopic: { Type: 'AWS::SNS::Topic', Properties: { FifoTopic: true, ContentBasedDeduplication: true } },
      FifoQueue: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
      FifoSubscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: { TopicArn: { Ref: 'FifoTopic' }, Protocol: 'sqs', Endpoint: getAtt('FifoQueue', 'Arn') },
      },
      Queue: { Type: 'AWS::SQS::Queue' },
      Topic: {
        Type: 'AWS::SNS::Topic',
        Properties: { Subscription: [{ Protocol: 'sqs', Endpoint: getAtt('Queue', 'Arn') }] },
      },
      Key: { Type: 'AWS::KMS::Key' },
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 7 } },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          ScheduleExpression: 'rate(1 day)',
          Targets: [{ Id: 'Target0', Arn: getAtt('Inline', 'Arn') }],
        },
      },
      Schedule: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: { ScheduleExpression: 'rate(2 hours)', Target: { Arn: getAtt('Inline', 'Arn') } },
      },
    },
    Outputs: {
      Indexed: { Value: { Ref: 'Indexed' } },
      Global: { Value: { Ref: 'Global' } },
      GlobalStream: { Value: getAtt('Global', 'StreamArn') },
      Zipped: { Value: { Ref: 'Zipped' } },
      Inline: { Value: { Ref: 'Inline' } },
      FifoTopic: { Value: { Ref: 'FifoTopic' } },
      FifoQueue: { Value: { Ref: 'FifoQueue' } },
      Topic: { Value: { Ref: 'Topic' } },
      Queue: { Value: { Ref: 'Queue' } },
      Key: { Value: getAtt('Key', 'Arn') },
      Group: { Value: getAtt('Group', 'Arn') },
      Rule: { Value: getAtt('Rule', 'Arn') },
      Schedule: { Value: getAtt('Schedule', 'Arn') },
    },
  });
  cloud = await startEmbeddedCloud({ assembly: assembly.path });
  clients = connectTo({ endpoint: cloud.endpoint });
});

afterAll(async () => {
  assembly[Symbol.dispose]();
  clients.close();
  await cloud.stop();
});

describe('resources', () => {
  it('creates tables with indexes and time to live', async () => {
    const TableName = output('Indexed');
    const { Table } = await clients.documents.send(new DescribeTableCommand({ TableName }));
    const { TimeToLiveDescription } = await clients.documents.send(new DescribeTimeToLiveCommand({ TableName }));

    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(['names']);
    expect(Table?.LocalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(['local']);
    expect(TimeToLiveDescription).toMatchObject({ AttributeName: 'expiresAt', TimeToLiveStatus: 'ENABLED' });
  });

  it('creates global tables with their stream', async () => {
    const { Table } = await clients.documents.send(new DescribeTableCommand({ TableName: output('Global') }));

    expect(Table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' });
    expect(Table?.LatestStreamArn).toBe(output('GlobalStream'));
  });

  it.each([
    ['Zipped', '"from a zip file"'],
    ['Inline', '"inline"'],
  ])('runs functions whose code is packed (%s)', async (name, answer) => {
    const { Payload } = await clients.lambda.send(new InvokeCommand({ FunctionName: output(name) }));

    expect(Buffer.from(Payload ?? []).toString()).toBe(answer);
  });

  it('fans out from a FIFO topic to a FIFO queue, both with the ending that AWS demands', async () => {
    expect(output('FifoTopic')).toMatch(/\.fifo$/);
    expect(output('FifoQueue')).toMatch(/\.fifo$/);

    await clients.sns.send(
      new PublishCommand({ TopicArn: output('FifoTopic'), Message: 'first', MessageGroupId: 'a' }),
    );
    const { Messages } = await clients.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: output('FifoQueue'), MessageSystemAttributeNames: ['MessageGroupId'] }),
    );

    expect(JSON.parse(Messages?.[0]?.Body ?? '{}')).toMatchObject({ Message: 'first' });
    expect(Messages?.[0]?.Attributes).toMatchObject({ MessageGroupId: 'a' });
  });

  it('makes the subscriptions that stand in a topic', async () => {
    await clients.sns.send(new PublishCommand({ TopicArn: output('Topic'), Message: 'hello' }));

    const { Messages } = await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl: output('Queue') }));

    expect(Messages).toHaveLength(1);
  });

  it.each([
    ['Key', /^arn:aws:kms:us-east-1:000000000000:key\/Shop-Key-/],
    ['Group', /^arn:aws:logs:us-east-1:000000000000:log-group:Shop-Group-.*:\*$/],
    ['Rule', /^arn:aws:events:us-east-1:000000000000:rule\/Shop-Rule-/],
    ['Schedule', /^arn:aws:scheduler:us-east-1:000000000000:schedule\/default\/Shop-Schedule-/],
  ])('gives %s an ARN', (name, arn) => {
    expect(output(name)).toMatch(arn);
  });
});
