import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { DeployedLambda } from './deployed-lambda.ts';

const lambda = new DeployedLambda();
afterAll(() => lambda.stop());

describe('the environment of a function', () => {
  it("has the function's and Lambda's variables, and none of this process", async () => {
    lambda.deploy('variables', 'export const handler = async () => process.env;', { environment: { TABLE: 'orders' } });

    const env = await lambda.answer<Record<string, string>>('variables');

    expect(env).toMatchObject({
      TABLE: 'orders',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_LAMBDA_FUNCTION_NAME: 'variables',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/variables',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_ACCESS_KEY_ID: 'FNvariables.1',
      _HANDLER: 'index.handler',
    });
    const foreign = Object.keys(env).filter((name) => name in process.env && !/^(PATH|LANG|TZ|AWS_.*)$/.test(name));
    expect(foreign).toEqual([]);
    expect(env['PATH']).not.toBe(process.env['PATH']);
  });

  it('passes the context of the invocation', async () => {
    const source = `export const handler = async (event, context) =>
      ({ ...context, left: context.getRemainingTimeInMillis(), trace: process.env._X_AMZN_TRACE_ID });`;
    lambda.deploy('context', source, { timeoutSeconds: 3 });

    const context = await lambda.answer<Record<string, unknown>>('context');

    expect(context).toMatchObject({
      functionName: 'context',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:context',
      memoryLimitInMB: '128',
      logGroupName: '/aws/lambda/context',
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      trace: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};/),
    });
    expect(context['left']).toBeLessThanOrEqual(3000);
    expect(context['left']).toBeGreaterThan(2000);
  });

  it('keeps what a warm environment remembers and stands still between invocations', async () => {
    const source = `let calls = 0, ticks = 0;
      setInterval(() => ticks++, 1);
      export const handler = async () => ({ call: ++calls, ticks });`;
    lambda.deploy('warm', source);
    await lambda.answer('warm');

    const before = await lambda.answer<{ call: number; ticks: number }>('warm');
    lambda.deploy('meanwhile', 'export const handler = (event) => new Promise((done) => setTimeout(done, 100));');
    await lambda.answer('meanwhile');
    const after = await lambda.answer<{ call: number; ticks: number }>('warm');

    expect(after.call).toBe(before.call + 1);
    expect(after.ticks - before.ticks).toBeLessThan(10);
  });

  it('answers without waiting for sockets that are kept open', async () => {
    const server = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const source = `import { Agent, get } from 'node:http';
      const agent = new Agent({ keepAlive: true });
      export const handler = (event) => new Promise((resolve, reject) => get(event.url, { agent }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      }).on('error', reject));`;
    lambda.deploy('sockets', source);

    expect(await lambda.answer('sockets', { url })).toBe(200);
    // Closed during the sleep: the next invocation must not be given the dead socket.
    server.closeIdleConnections();
    expect(await lambda.answer('sockets', { url })).toBe(200);
    server.closeAllConnections();
    server.close();
  });
});

describe('what a function writes', () => {
  it('goes line by line to its log group, under a stream of the environment', async () => {
    const source = `export const handler = async () => {
      console.log('first %d', 1); console.error('second');
      process.stdout.write('thi'); process.stdout.write('rd\\nwithout end');
    };`;
    lambda.deploy('lines', source);
    await lambda.answer('lines');

    const { events } = lambda.logs.events({ group: '/aws/lambda/lines' });

    expect(events.slice(0, 4).map((event) => event.message)).toEqual(['first 1', 'second', 'third', 'without end']);
    expect(new Set(events.map((event) => event.logStreamName)).size).toBe(1);
  });

  it('is kept when the handler exits right after writing it, or blocks', async () => {
    const source = `export const handler = async (event) => {
      for (let line = 0; line < 100; line++) console.log(event.next + line);
      if (event.next === 'exit') process.exit(1);
      while (true);
    };`;
    lambda.deploy('last-words', source, { timeoutSeconds: 0.2 });
    await lambda.failure('last-words', { next: 'exit' });
    await lambda.failure('last-words', { next: 'block' });

    expect(lambda.lines('last-words')).toEqual(expect.arrayContaining(['exit99', 'block99']));
  });
});
