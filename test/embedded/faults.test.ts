import { DynamoDBClient, ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { PublishBatchCommand, PublishCommand, SNSClient, ThrottledException } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedCloud, startEmbeddedCloud } from '../../embedded/index.ts';
import { type CloudClients, connectTo } from '../../testing/cloud-clients.ts';
import { clearFaults, type Fault, injectFault, readFaults } from '../../testing/faults.ts';
import { AssemblyFolder, nodeFunction, table } from './assembly-folder.ts';

/** Writes the row that the event names, and answers who it was. */
const WRITER = `
export const handler = async ({ pk }) => {
  const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, TABLE } = process.env;
  await fetch(AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=' + AWS_ACCESS_KEY_ID + '/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=x',
      'x-amz-date': '20260101T000000Z',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.PutItem',
    },
    body: JSON.stringify({ TableName: TABLE, Item: { pk: { S: pk } } }),
  });
  return 'returned';
};`;

let assembly: AssemblyFolder;
let cloud: EmbeddedCloud;
let clients: CloudClients;
let sns: SNSClient;
let documents: DynamoDBDocumentClient;
const output = (name: string) => cloud.stacks[0]?.outputs[name] ?? '';
const inject = (fault: Fault) => injectFault(cloud.endpoint, fault);
const fired = async () => (await readFaults(cloud.endpoint)).map((fault) => fault.fired);

beforeAll(async () => {
  assembly = new AssemblyFolder();
  const code = assembly.code('writer', WRITER);
  const environment = { Environment: { Variables: { TABLE: { Ref: 'Rows' } } } };
  assembly.stack('Shop', {
    Resources: {
      Writer: nodeFunction(code, environment),
      OtherWriter: nodeFunction(code, environment),
      Rows: table(),
      Topic: { Type: 'AWS::SNS::Topic' },
      Queue: { Type: 'AWS::SQS::Queue' },
    },
    Outputs: {
      Writer: { Value: { Ref: 'Writer' } },
      OtherWriter: { Value: { Ref: 'OtherWriter' } },
      Rows: { Value: { Ref: 'Rows' } },
      TopicArn: { Value: { Ref: 'Topic' } },
      QueueUrl: { Value: { Ref: 'Queue' } },
    },
  });
  cloud = await startEmbeddedCloud({ assembly: assembly.path });
  clients = connectTo({ endpoint: cloud.endpoint });
  // One attempt each: by default the SDK repeats what was throttled.
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const impatient = { endpoint: cloud.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  sns = new SNSClient(impatient);
  documents = DynamoDBDocumentClient.from(new DynamoDBClient(impatient));
});

afterEach(() => clearFaults(cloud.endpoint));

afterAll(async () => {
  assembly[Symbol.dispose]();
  clients.close();
  sns.destroy();
  documents.destroy();
  await cloud.stop();
});

const row = async (pk: string) =>
  (await documents.send(new GetCommand({ TableName: output('Rows'), Key: { pk } }))).Item;
const put = (pk: string) => documents.send(new PutCommand({ TableName: output('Rows'), Item: { pk } }));
const write = async (functionName: string, pk: string) => {
  const { FunctionError, Payload } = await clients.lambda.send(
    new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify({ pk }) }),
  );
  return { FunctionError, payload: Buffer.from(Payload ?? []).toString() };
};

describe('injected faults', () => {
  it('throttle as many calls as they are told, as DynamoDB does', async () => {
    await inject({ service: 'dynamodb', operation: 'PutItem', action: 'throttle', times: 2 });

    await expect(put('a')).rejects.toThrow(ProvisionedThroughputExceededException);
    await expect(put('a')).rejects.toThrow(ProvisionedThroughputExceededException);
    await put('a');

    expect(await fired()).toEqual([2]);
  });

  it('throttle as SNS does', async () => {
    await inject({ service: 'sns', operation: 'Publish', action: 'throttle', times: 1 });

    await expect(sns.send(new PublishCommand({ TopicArn: output('TopicArn'), Message: 'x' }))).rejects.toThrow(
      ThrottledException,
    );
  });

  it('only meet the operation, the function and the body that they name', async () => {
    const fault = { service: 'dynamodb', operation: 'PutItem', action: 'throttle', times: 9 } as const;
    await inject({ ...fault, operation: 'DeleteItem' });
    await inject({ ...fault, functionName: output('Writer') });
    await inject({ ...fault, match: 'only-this-row' });

    await put('b');
    await expect(put('only-this-row')).rejects.toThrow(ProvisionedThroughputExceededException);
    await write(output('OtherWriter'), 'c');
    await write(output('Writer'), 'd');

    expect(await fired()).toEqual([0, 1, 1]);
    expect(await row('c')).toBeDefined();
    expect(await row('d')).toBeUndefined();
  });

  it('crash the caller before its call is performed', async () => {
    await inject({ service: 'dynamodb', operation: 'PutItem', action: 'crash-caller-before', times: 1 });

    const crashed = await write(output('Writer'), 'e');
    await put('not a function');

    expect(crashed.FunctionError).toBe('Unhandled');
    expect(crashed.payload).toContain('Runtime.ExitError');
    expect(await row('e')).toBeUndefined();
    expect(await fired()).toEqual([1]);
  });

  it('crash the caller after its call was performed and before it returns', async () => {
    await inject({
      functionName: output('Writer'),
      service: 'dynamodb',
      operation: 'PutItem',
      action: 'crash-caller-after',
      times: 1,
    });

    const spared = await write(output('OtherWriter'), 'f');
    const crashed = await write(output('Writer'), 'g');
    const again = await write(output('Writer'), 'h');

    expect(spared.payload).toBe('"returned"');
    expect(crashed.payload).toContain('Runtime.ExitError');
    expect(await row('g')).toBeDefined();
    expect(again.payload).toBe('"returned"');
  });

  it('fail the first entry of a batch to SNS and perform the rest', async () => {
    await inject({ service: 'sns', operation: 'PublishBatch', action: 'fail-entries', times: 2 });
    const publish = (ids: string[]) =>
      sns.send(
        new PublishBatchCommand({
          TopicArn: output('TopicArn'),
          PublishBatchRequestEntries: ids.map((Id) => ({ Id, Message: Id })),
        }),
      );

    const three = await publish(['a', 'b', 'c']);
    const one = await publish(['a']);

    expect(three.Successful?.map(({ Id }) => Id)).toEqual(['b', 'c']);
    expect(three.Failed).toEqual([{ Id: 'a', Code: 'InternalError', Message: 'injected fault', SenderFault: false }]);
    expect(one.Successful).toEqual([]);
    expect(one.Failed?.map(({ Id }) => Id)).toEqual(['a']);
  });

  it('fail the first entry of a batch to SQS without performing it', async () => {
    await inject({ service: 'sqs', operation: 'SendMessageBatch', action: 'fail-entries', times: 1 });
    const QueueUrl = output('QueueUrl');

    const sent = await clients.sqs.send(
      new SendMessageBatchCommand({ QueueUrl, Entries: ['a', 'b'].map((Id) => ({ Id, MessageBody: Id })) }),
    );
    const { Messages } = await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));

    expect(sent.Failed?.map(({ Id }) => Id)).toEqual(['a']);
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['b']);
    expect(Messages?.map(({ Body }) => Body)).toEqual(['b']);
  });

  it.each([
    [
      { service: 'dynamodb', operation: 'PutItem', action: 'explode', times: 1 },
      /action must be one of crash-caller-before/,
    ],
    [
      { service: 'ec2', operation: 'RunInstances', action: 'throttle', times: 1 },
      /service must be one of dynamodb.*ec2/,
    ],
    [{ service: 'sqs', operation: 'SendMessage', action: 'throttle', times: 0 }, /times must be .*got 0/],
    [{ service: 'sqs', operation: 'SendMessage', action: 'fail-entries', times: 1 }, /for fail-entries one of/],
  ])('are refused with what is allowed: %j', async (fault, text) => {
    await expect(inject(fault as Fault)).rejects.toThrow(text);
  });
});
