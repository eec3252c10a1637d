import { PublishCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedCloud, startEmbeddedCloud } from '../../embedded/index.ts';
import { type CloudClients, connectTo } from '../../testing/cloud-clients.ts';
import { eventually } from '../../testing/eventually.ts';
import { AssemblyFolder, nodeFunction, table } from './assembly-folder.ts';

/** Writes what it receives into the table COPIES. Without the SDK, which a test's own folder does not have. */
const COPY = `
export const handler = async (event) => {
  const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_REGION, TARGET } = process.env;
  for (const record of event.Records) {
    const pk = record.body ?? 'copy of ' + record.dynamodb.Keys.pk.S;
    const response = await fetch(AWS_ENDPOINT_URL, {
      method: 'POST',
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=' + AWS_ACCESS_KEY_ID + '/20260101/' + AWS_REGION + '/dynamodb/aws4_request, SignedHeaders=host, Signature=x',
        'x-amz-date': '20260101T000000Z',
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.PutItem',
      },
      body: JSON.stringify({ TableName: TARGET, Item: { pk: { S: pk } } }),
    });
    if (!response.ok) throw new Error(await response.text());
  }
};`;

/** A topic that fans out to a queue by filter, a function that reads the queue, and one that reads a table's stream. */
function orderTemplate(code: object) {
  return {
    Parameters: {
      Stage: { Type: 'String', Default: 'test' },
      BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/version' },
    },
    Conditions: { IsProduction: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
    Resources: {
      Subscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          TopicArn: { Ref: 'Topic' },
          Protocol: 'sqs',
          Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          RawMessageDelivery: true,
          FilterPolicy: { type: ['order.placed'] },
        },
      },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: { Ref: 'Reader' } },
      },
      StreamMapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['Orders', 'StreamArn'] },
          FunctionName: { 'Fn::GetAtt': ['Reader', 'Arn'] },
          StartingPosition: 'TRIM_HORIZON',
        },
      },
      Reader: nodeFunction(code, {
        Environment: { Variables: { TARGET: { Ref: 'Copies' } } },
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      }),
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
      Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
      Queue: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          VisibilityTimeout: 18,
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': 'DeadLetters.Arn' }, maxReceiveCount: 7 },
        },
      },
      DeadLetters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': '$' + '{AWS::StackName}-dead' } } },
      Orders: table({ StreamSpecification: { StreamViewType: 'NEW_IMAGE' } }),
      Copies: table(),
      OnlyInProduction: { Type: 'AWS::SQS::Queue', Condition: 'IsProduction', Properties: {} },
      Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'dead', Threshold: { Ref: 'Stage' } } },
    },
    Outputs: {
      TopicArn: { Value: { Ref: 'Topic' } },
      QueueUrl: { Value: { Ref: 'Queue' } },
      OrdersTable: { Value: { Ref: 'Orders' } },
      CopiesTable: { Value: { Ref: 'Copies' }, Export: { Name: 'copies' } },
      Production: { Value: 'yes', Condition: 'IsProduction' },
    },
  };
}

const SECOND = {
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::ImportValue': 'copies' } } },
  },
  Outputs: {
    QueueUrl: { Value: { Ref: 'Queue' } },
    Weak: { Value: { 'Fn::GetStackOutput': { StackName: 'Shop', OutputName: 'TopicArn' } } },
  },
};

let assembly: AssemblyFolder;
let cloud: EmbeddedCloud;
let clients: CloudClients;
const soon = (what: string) => ({ deadlineMs: 10_000, what });
const output = (name: string, stack = 0) => cloud.stacks[stack]?.outputs[name] ?? '';

beforeAll(async () => {
  assembly = new AssemblyFolder();
  assembly.stack('Later', SECOND, ['Shop']);
  assembly.stack('Shop', orderTemplate(assembly.code('copy', COPY)));
  cloud = await startEmbeddedCloud({ assembly: assembly.path });
  clients = connectTo({ endpoint: cloud.endpoint });
});

afterAll(async () => {
  assembly[Symbol.dispose]();
  clients.close();
  await cloud.stop();
});

const copy = async (pk: string) => {
  const { Item } = await clients.documents.send(new GetCommand({ TableName: output('CopiesTable'), Key: { pk } }));
  return Item;
};

describe('startEmbeddedCloud', () => {
  it('deploys stacks in the order of their dependencies, with values that cross stacks', () => {
    expect(cloud.stacks.map(({ name }) => name)).toEqual(['Shop', 'Later']);
    expect(output('QueueUrl', 1)).toBe(`${cloud.endpoint}/000000000000/${output('CopiesTable')}`);
    expect(output('Weak', 1)).toBe(output('TopicArn'));
  });

  it('leaves out resources and outputs whose condition does not hold', () => {
    expect(output('Production')).toBe('');
  });

  it('runs the way from a topic by filter, queue and mapping to a function', async () => {
    const publish = (Message: string, type: string) =>
      clients.sns.send(
        new PublishCommand({
          TopicArn: output('TopicArn'),
          Message,
          MessageAttributes: { type: { DataType: 'String', StringValue: type } },
        }),
      );

    await publish('not for you', 'order.cancelled');
    await publish('for you', 'order.placed');

    await eventually(async () => expect(await copy('for you')).toEqual({ pk: 'for you' }), soon('the copy'));
    expect(await copy('not for you')).toBeUndefined();
  });

  it("runs the way from a write by a table's stream to a function", async () => {
    await clients.documents.send(new PutCommand({ TableName: output('OrdersTable'), Item: { pk: 'order-1' } }));

    await eventually(async () => expect(await copy('copy of order-1')).toBeDefined(), soon('the copy'));
  });

  it('gives queues their attributes', async () => {
    const { Attributes } = await clients.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: output('QueueUrl'), AttributeNames: ['All'] }),
    );

    expect(Attributes).toMatchObject({
      VisibilityTimeout: '18',
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:Shop-dead',
        maxReceiveCount: 7,
      }),
    });
  });

  it('records alarms', () => {
    expect(cloud.alarms).toEqual([{ name: 'dead', properties: { AlarmName: 'dead', Threshold: 'test' } }]);
  });

  it('returns message attributes only when they are asked for, as SQS does', async () => {
    const QueueUrl = output('QueueUrl', 1);
    await clients.sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'x',
        MessageAttributes: { a: { DataType: 'String', StringValue: '1' } },
      }),
    );
    const receive = (MessageAttributeNames?: string[]) =>
      clients.sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0, MessageAttributeNames }));

    const plain = await receive();
    const asked = await receive(['All']);

    expect(plain.Messages?.[0]?.MessageAttributes).toBeUndefined();
    expect(asked.Messages?.[0]?.MessageAttributes).toMatchObject({ a: { StringValue: '1' } });
  });

  it('says how long each phase of its start took', () => {
    const { assemblyMs, enginesMs, deploymentMs, totalMs } = cloud.timings;

    for (const phaseMs of [assemblyMs, enginesMs, deploymentMs]) {
      expect(phaseMs).toBeGreaterThan(0);
      expect(phaseMs).toBeLessThanOrEqual(totalMs);
    }
  });
});
