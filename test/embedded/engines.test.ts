import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startDynamoDb } from '../../embedded/engines/dynamodb.ts';
import { startDynamoDbProcess } from '../../embedded/engines/dynamodb-process.ts';
import { startFauxqs } from '../../embedded/engines/fauxqs.ts';
import { jsonServiceCall } from '../../embedded/engines/json-service-call.ts';
import { makePrivateFolder } from '../../embedded/private-folder.ts';
import { ServiceError } from '../../embedded/service-call.ts';
import { eventually } from '../../testing/eventually.ts';
import { chosenDynamoDb } from '../chosen-dynamodb.ts';

const soon = (what: string) => ({ deadlineMs: 10_000, what });

describe('dynoxide', () => {
  it('takes the index on its stream records', async () => {
    const dynoxide = await startDynamoDbProcess('dynoxide');
    await dynoxide.stop();

    expect(dynoxide.slowStreams).toBeUndefined();
  });
});

describe('the chosen DynamoDB', () => {
  it('answers with the Region of the cloud, whoever calls, and at any length', async () => {
    const engine = await startDynamoDb(chosenDynamoDb);
    const dynamodb = jsonServiceCall(engine, 'dynamodb', 'DynamoDB_20120810');
    const { TableDescription } = await dynamodb<{ TableDescription: { LatestStreamArn: string } }>('CreateTable', {
      TableName: 'long',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    });
    for (const pk of ['a', 'b', 'c']) {
      await dynamodb('PutItem', { TableName: 'long', Item: { pk: { S: pk }, text: { S: pk.repeat(300_000) } } });
    }

    const answer = await engine.handle({
      method: 'POST',
      url: '/',
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=FNsome-function_1.2/20260101/us-east-1/dynamodb/aws4_request',
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.Scan',
      },
      body: Buffer.from('{"TableName":"long","ConsistentRead":true}'),
    });
    await engine.stop();

    expect(TableDescription.LatestStreamArn).toMatch(/^arn:aws:dynamodb:us-east-1:000000000000:table\/long\/stream\//);
    expect(answer.status).toBe(200);
    expect((JSON.parse(answer.body.toString()) as { Count: number }).Count).toBe(3);
  });

  it('ends and leaves no file when the process that started it is killed', async () => {
    const program = `
      import { startDynamoDbProcess } from ${JSON.stringify(import.meta.resolve('../../embedded/engines/dynamodb-process.ts'))};
      const { port } = await startDynamoDbProcess(${JSON.stringify(chosenDynamoDb)});
      console.log(port);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const port = await new Promise<string>((resolve) => parent.stdout.once('data', (data) => resolve(String(data))));
    const answers = () =>
      fetch(`http://127.0.0.1:${port.trim()}`).then(
        () => true,
        () => false,
      );
    expect(await answers()).toBe(true);

    parent.kill('SIGKILL');

    await eventually(async () => expect(await answers()).toBe(false), soon('the end of the engine'));
    await eventually(() => expect(foldersOf(parent.pid)).toEqual([]), soon('the removal of its files'));
  });
});

describe('makePrivateFolder', () => {
  it('removes what a process that is gone has left', async () => {
    const gone = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => gone.once('exit', resolve));
    const mine = await makePrivateFolder();
    const orphan = join(dirname(mine), `embedded-cloud-${gone.pid}-left`);
    mkdirSync(orphan);

    const other = await makePrivateFolder();

    expect(existsSync(orphan)).toBe(false);
    expect(existsSync(mine)).toBe(true);
    for (const folder of [mine, other]) rmdirSync(folder);
  });
});

describe('fauxqs', () => {
  it('gives the messages of an abandoned long poll back at once', async () => {
    const fauxqs = await startFauxqs(() => 'http://127.0.0.1');
    const sqs = jsonServiceCall(fauxqs, 'sqs', 'AmazonSQS');
    const { QueueUrl } = await sqs<{ QueueUrl: string }>('CreateQueue', {
      QueueName: 'q',
      Attributes: { VisibilityTimeout: '3600' },
    });
    const caller = new AbortController();
    const abandoned = sqs('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 }, caller.signal);
    caller.abort(new Error('gone'));
    await expect(abandoned).rejects.toThrow('gone');

    await sqs('SendMessage', { QueueUrl, MessageBody: 'kept' });

    const received = await sqs<{ Messages?: { Body: string }[] }>('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 5 });
    await fauxqs.stop();
    expect(received.Messages?.map(({ Body }) => Body)).toEqual(['kept']);
  });

  it('answers errors with their code and status', async () => {
    const fauxqs = await startFauxqs(() => 'http://127.0.0.1');

    const refused = await jsonServiceCall(
      fauxqs,
      'sqs',
      'AmazonSQS',
    )('GetQueueUrl', { QueueName: 'none' }).catch((error: unknown) => error);
    await fauxqs.stop();

    expect(refused).toBeInstanceOf(ServiceError);
    expect(refused).toMatchObject({ code: 'QueueDoesNotExist', status: 400 });
  });
});

function foldersOf(pid: number | undefined): string[] {
  return ['/dev/shm', tmpdir()]
    .filter(existsSync)
    .flatMap((parent) => readdirSync(parent).filter((name) => name.startsWith(`embedded-cloud-${pid}-`)));
}
