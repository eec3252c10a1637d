import {
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeLogGroupsCommand, FilterLogEventsCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteFunctionConcurrencyCommand,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedCloud, startEmbeddedCloud } from '../../embedded/index.ts';
import { type CloudClients, connectTo } from '../../testing/cloud-clients.ts';
import { AssemblyFolder, nodeFunction, table } from './assembly-folder.ts';

const ANSWER = `
export const handler = async (event) => {
  if (event.fail) throw new TypeError('as you wish');
  console.log('asked for ' + event.name);
  return 'hello ' + event.name;
};`;

const anybody = { region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } };
const nothing = () => {};
const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

let assembly: AssemblyFolder;
let cloud: EmbeddedCloud;
let clients: CloudClients;
const output = (name: string) => cloud.stacks[0]?.outputs[name] ?? '';

beforeAll(async () => {
  assembly = new AssemblyFolder();
  assembly.stack('Shop', {
    Resources: {
      Answer: nodeFunction(assembly.code('answer', ANSWER)),
      Queue: { Type: 'AWS::SQS::Queue' },
      Topic: { Type: 'AWS::SNS::Topic' },
      Orders: table(),
      Bucket: { Type: 'AWS::S3::Bucket' },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          FunctionName: { Ref: 'Answer' },
          Enabled: false,
        },
      },
    },
    Outputs: {
      Function: { Value: { Ref: 'Answer' } },
      QueueUrl: { Value: { Ref: 'Queue' } },
      Orders: { Value: { Ref: 'Orders' } },
      Bucket: { Value: { Ref: 'Bucket' } },
      Mapping: { Value: { Ref: 'Mapping' } },
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

const invoke = async (event: object, options: object = {}) => {
  const answer = await clients.lambda.send(
    new InvokeCommand({ FunctionName: output('Function'), Payload: JSON.stringify(event), ...options }),
  );
  return { ...answer, payload: Buffer.from(answer.Payload ?? []).toString() };
};

describe('one base URL', () => {
  it('listens on the loopback interface only', () => {
    expect(cloud.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('serves SNS, SQS and DynamoDB, with ARNs of the one Region', async () => {
    const { Topics } = await clients.sns.send(new ListTopicsCommand({}));
    const { QueueUrls } = await clients.sqs.send(new ListQueuesCommand({}));
    const { Table } = await clients.documents.send(new DescribeTableCommand({ TableName: output('Orders') }));

    expect(Topics?.[0]?.TopicArn).toMatch(/^arn:aws:sns:us-east-1:000000000000:Shop-Topic-/);
    expect(QueueUrls).toEqual([output('QueueUrl')]);
    expect(Table?.TableArn).toBe(`arn:aws:dynamodb:us-east-1:000000000000:table/${output('Orders')}`);
  });

  it('gives queue URLs that a client can use as they are', async () => {
    // By default the client sends to the host in the queue's URL, whatever its endpoint is.
    const sqs = new SQSClient({ ...anybody, logger: silent });

    const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl: output('QueueUrl'), MessageBody: 'x' }));
    sqs.destroy();

    expect(MessageId).toBeDefined();
  });

  it('stores objects', async () => {
    const url = `${cloud.endpoint}/${output('Bucket')}/a/b.txt`;

    await fetch(url, { method: 'PUT', body: 'hello' });

    expect(await (await fetch(url)).text()).toBe('hello');
  });

  it('says who the caller is', async () => {
    const response = await fetch(cloud.endpoint, {
      method: 'POST',
      headers: { authorization: scope('sts'), 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    });

    expect(await response.text()).toContain('<Account>000000000000</Account>');
  });

  it.each([
    ['json', 'dynamodb', { 'x-amz-target': 'DynamoDB_20120810.ExportTable' }, '', /no action ExportTable of DynamoDB/],
    ['json', 'logs', { 'x-amz-target': 'Logs_20140328.StartQuery' }, '{}', /no action StartQuery of CloudWatch Logs/],
    ['json', 'sqs', { 'x-amz-target': 'AmazonSQS.AddPermission' }, '{}', /AddPermission/],
    ['query', 'sns', {}, 'Action=OptInPhoneNumber', /OptInPhoneNumber/],
    ['query', 'cloudformation', {}, 'Action=CreateStack', /no action CreateStack of CloudFormation/],
    ['json', 'events', { 'x-amz-target': 'AWSEvents.PutEvents' }, '{}', /no service events \(action PutEvents\)/],
    ['query', 'iam', {}, 'Action=CreateRole', /no service iam \(action CreateRole\)/],
  ])(
    'answers an unknown action (%s, %s) with an error that names it',
    async (protocol, service, headers, body, text) => {
      const contentType = protocol === 'query' ? 'application/x-www-form-urlencoded' : 'application/x-amz-json-1.0';

      const response = await fetch(cloud.endpoint, {
        method: 'POST',
        headers: { authorization: scope(service), 'content-type': contentType, ...headers },
        body,
      });

      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(await response.text()).toMatch(text);
    },
  );

  it('answers an unknown path of Lambda with an error that names it', async () => {
    const response = await fetch(`${cloud.endpoint}/2015-03-31/functions/f/aliases`, {
      headers: { authorization: scope('lambda') },
    });

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      message: expect.stringContaining('GET /2015-03-31/functions/f/aliases'),
    });
  });
});

describe('Lambda', () => {
  it('invokes, with the end of the log when asked for', async () => {
    const answer = await invoke({ name: 'you' }, { LogType: 'Tail' });

    expect(answer.payload).toBe('"hello you"');
    expect(answer.FunctionError).toBeUndefined();
    expect(Buffer.from(answer.LogResult ?? '', 'base64').toString()).toContain('asked for you');
  });

  it("marks a function's error", async () => {
    const answer = await invoke({ fail: true });

    expect(answer.FunctionError).toBe('Unhandled');
    expect(JSON.parse(answer.payload)).toMatchObject({ errorType: 'TypeError', errorMessage: 'as you wish' });
  });

  it.each([
    ['Event', 202],
    ['DryRun', 204],
  ])('answers an invocation of type %s at once', async (InvocationType, status) => {
    expect((await invoke({ name: 'later' }, { InvocationType })).StatusCode).toBe(status);
  });

  it('throttles a function whose reserved concurrency is 0, until the limit is removed', async () => {
    const FunctionName = output('Function');
    await clients.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    const impatient = new LambdaClient({ ...anybody, endpoint: cloud.endpoint, maxAttempts: 1 });
    const refused = impatient.send(new InvokeCommand({ FunctionName, Payload: '{}' }));
    await expect(refused).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    impatient.destroy();
    const { Concurrency } = await clients.lambda.send(new GetFunctionCommand({ FunctionName }));
    await clients.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));

    expect(Concurrency).toEqual({ ReservedConcurrentExecutions: 0 });
    expect((await invoke({ name: 'again' })).payload).toBe('"hello again"');
  });

  it('describes a function, and names the one that does not exist', async () => {
    const FunctionName = output('Function');
    const configuration = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));

    expect(configuration).toMatchObject({ FunctionName, Timeout: 3, MemorySize: 128, State: 'Active' });
    await expect(
      clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'nobody' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: expect.stringContaining('nobody') });
  });

  it('lists, describes and changes event source mappings', async () => {
    const UUID = output('Mapping');
    const { EventSourceMappings } = await clients.lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName: output('Function') }),
    );
    await clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false, BatchSize: 3 }));
    const mapping = await clients.lambda.send(new GetEventSourceMappingCommand({ UUID }));

    expect(EventSourceMappings?.map((listed) => listed.UUID)).toEqual([UUID]);
    expect(mapping).toMatchObject({ UUID, State: 'Disabled', BatchSize: 3 });
  });
});

describe('CloudFormation', () => {
  it('describes stacks with their outputs, and lists them', async () => {
    const { Stacks } = await clients.cloudFormation.send(new DescribeStacksCommand({ StackName: 'Shop' }));
    const { StackSummaries } = await clients.cloudFormation.send(new ListStacksCommand({}));

    expect(Stacks?.[0]).toMatchObject({ StackName: 'Shop', StackStatus: 'CREATE_COMPLETE' });
    expect(Stacks?.[0]?.Outputs).toContainEqual({ OutputKey: 'QueueUrl', OutputValue: output('QueueUrl') });
    expect(StackSummaries?.map(({ StackName }) => StackName)).toEqual(['Shop']);
  });

  it('describes the resources of a stack', async () => {
    const { StackResources } = await clients.cloudFormation.send(
      new DescribeStackResourcesCommand({ StackName: 'Shop' }),
    );

    expect(StackResources).toContainEqual(
      expect.objectContaining({
        LogicalResourceId: 'Queue',
        PhysicalResourceId: output('QueueUrl'),
        ResourceType: 'AWS::SQS::Queue',
      }),
    );
  });

  it('refuses a stack that does not exist, naming it', async () => {
    const refused = clients.cloudFormation.send(new DescribeStacksCommand({ StackName: 'Shoes' }));

    await expect(refused).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id Shoes does not exist',
    });
  });
});

describe('CloudWatch Logs', () => {
  it('filters events page by page, from a time and by terms', async () => {
    const logGroupName = `/aws/lambda/${output('Function')}`;
    const startTime = Date.now();
    for (const name of ['ann', 'ben', 'cleo']) await invoke({ name });
    const filter = (input: object) =>
      clients.logs.send(new FilterLogEventsCommand({ logGroupName, startTime, ...input }));

    const messages: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await filter({ filterPattern: 'asked', limit: 2, nextToken });
      messages.push(...(page.events ?? []).map(({ message }) => message));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);

    expect(messages).toEqual(['asked for ann', 'asked for ben', 'asked for cleo']);
    await expect(filter({ filterPattern: '{ $.level = "x" }' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('lists groups, and reads one stream forwards and backwards', async () => {
    await invoke({ name: 'dora' });
    const { logGroups } = await clients.logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/Shop-Answer' }),
    );
    const logGroupName = logGroups?.[0]?.logGroupName ?? '';
    const { events: found } = await clients.logs.send(new FilterLogEventsCommand({ logGroupName }));
    const logStreamName = found?.[0]?.logStreamName ?? '';
    const read = (input: object) =>
      clients.logs.send(new GetLogEventsCommand({ logGroupName, logStreamName, limit: 1, ...input }));

    const first = await read({ startFromHead: true });
    const second = await read({ startFromHead: true, nextToken: first.nextForwardToken });
    const back = await read({ nextToken: second.nextBackwardToken });
    const last = await read({});

    expect(logGroupName).toBe(`/aws/lambda/${output('Function')}`);
    expect(second.events).not.toEqual(first.events);
    expect(back.events).toEqual(first.events);
    expect(last.events?.[0]?.message).toContain('platform.report');
  });

  it('refuses a group that does not exist, naming it', async () => {
    await expect(clients.logs.send(new FilterLogEventsCommand({ logGroupName: 'nowhere' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringContaining('nowhere'),
    });
  });
});

describe('DynamoDB', () => {
  it('answers errors as the service does', async () => {
    const put = clients.documents.send(
      new PutCommand({
        TableName: output('Orders'),
        Item: { pk: '1' },
        ConditionExpression: 'attribute_exists(pk)',
      }),
    );

    await expect(put).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });
});

function scope(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=x`;
}
