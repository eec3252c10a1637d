import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeployedLambda } from './deployed-lambda.ts';

const lambda = new DeployedLambda();
afterAll(() => lambda.stop());

const SLOW = `export const handler = async (event) => {
  console.log('began');
  await new Promise((resolve) => setTimeout(resolve, event.ms ?? 0));
  return process.env.AWS_LAMBDA_LOG_STREAM_NAME;
};`;

describe('execution environments', () => {
  it('are reused by invocations one after another', async () => {
    lambda.deploy('sequential', SLOW);
    const streams = new Set<string>();
    for (let call = 0; call < 5; call++) streams.add(await lambda.answer('sequential'));

    expect(streams.size).toBe(1);
  });

  it('start before the first invocation when they are prepared', async () => {
    lambda.deploy('prepared', `console.log('loaded');\n${SLOW}`);

    await lambda.service.prepare();

    expect(lambda.lines('prepared')).toContain('loaded');
    await lambda.answer('prepared');
    expect(lambda.lines('prepared').filter((line) => line === 'loaded')).toHaveLength(1);
  });

  it('are added for invocations that would wait', async () => {
    // Each waits for the two others, so that one environment could never finish.
    const source = `import { appendFileSync, readFileSync } from 'node:fs';
      const meeting = process.env.LAMBDA_TASK_ROOT + '/meeting';
      export const handler = async () => {
        appendFileSync(meeting, '.');
        while (readFileSync(meeting).length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
        return process.env.AWS_LAMBDA_LOG_STREAM_NAME;
      };`;
    lambda.deploy('parallel', source);
    const streams = await Promise.all([1, 2, 3].map(() => lambda.answer('parallel')));

    expect(new Set(streams).size).toBe(3);
  });

  it('are not added for a queue that moves', async () => {
    lambda.deploy('burst', SLOW);
    await lambda.answer('burst');
    const streams = await Promise.all(Array.from({ length: 50 }, () => lambda.answer('burst')));

    expect(new Set(streams).size).toBeLessThanOrEqual(2);
  });
});

describe('concurrency limits', () => {
  beforeAll(() => lambda.deploy('limited', SLOW, { reservedConcurrency: 1 }));

  it('throttles what exceeds the reserved concurrency, and says so', async () => {
    const first = lambda.invoke('limited', { ms: 100 });
    expect(await lambda.invoke('limited', {}, { source: 'mapping' })).toEqual({ outcome: 'throttled' });
    expect(await first).toMatchObject({ outcome: 'success' });
    expect(await lambda.invoke('limited')).toMatchObject({ outcome: 'success' });

    expect(lambda.platformLines('limited', 'platform.throttle')).toMatchObject([
      { record: { functionName: 'limited', source: 'mapping' } },
    ]);
  });

  it('throttles everything at a reserved concurrency of 0, until it is changed', async () => {
    lambda.service.setReservedConcurrency('limited', 0);
    expect(await lambda.invoke('limited')).toEqual({ outcome: 'throttled' });
    expect(lambda.service.configuration('limited')?.reservedConcurrency).toBe(0);

    lambda.service.setReservedConcurrency('limited', undefined);
    expect(await lambda.invoke('limited')).toMatchObject({ outcome: 'success' });
  });
});

describe('invocations', () => {
  beforeAll(() => lambda.deploy('plain', 'export const handler = async (event) => "x".repeat(event.length ?? 0);'));

  it('find the function by name, partial ARN and ARN, with a qualifier or without', async () => {
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:plain';
    for (const name of ['plain', 'plain:$LATEST', '000000000000:function:plain', arn, `${arn}:live`]) {
      expect(await lambda.invoke(name)).toEqual({ outcome: 'success', payload: '""' });
    }
  });

  it('fail for a function that does not exist', async () => {
    await expect(lambda.invoke('missing')).rejects.toMatchObject({ code: 'ResourceNotFoundException', status: 404 });
  });

  it('fail for a payload that is no JSON or larger than 6 MB', async () => {
    await expect(lambda.service.invoke('plain', '{')).rejects.toMatchObject({ code: 'InvalidRequestContentException' });
    await expect(lambda.invoke('plain', 'x'.repeat(6_291_455))).rejects.toMatchObject({
      code: 'RequestEntityTooLargeException',
    });
    expect(await lambda.invoke('plain', 'x'.repeat(6_291_454))).toMatchObject({ outcome: 'success' });
  });

  it('fail for a response larger than 6 MB', async () => {
    expect(await lambda.failure('plain', { length: 6_291_555 })).toMatchObject({
      errorType: 'Function.ResponseSizeTooLarge',
    });
    expect(await lambda.invoke('plain', { length: 6_291_554 })).toMatchObject({ outcome: 'success' });
  });

  it('of type Event answer at once and run in the background', async () => {
    lambda.deploy('background', 'export const handler = async () => console.log("ran");');

    expect(await lambda.invoke('background', {}, { type: 'Event' })).toEqual({ outcome: 'success', payload: '' });
    await expect.poll(() => lambda.lines('background'), { timeout: 5000, interval: 5 }).toContain('ran');
  });

  it('of a name that is taken are refused at registration', () => {
    expect(() => lambda.deploy('plain', '')).toThrowError(
      expect.objectContaining({ code: 'ResourceConflictException' }),
    );
  });

  it('fail when the service is stopped, running ones and later ones', async () => {
    const stopped = new DeployedLambda();
    stopped.deploy('slow', SLOW);
    const running = stopped.invoke('slow', { ms: 60_000 });
    await expect.poll(() => stopped.lines('slow'), { timeout: 5000, interval: 5 }).toContain('began');

    await stopped.stop();

    expect(await running).toMatchObject({ outcome: 'error', errorType: 'Runtime.ExitError' });
    expect(await stopped.invoke('slow')).toMatchObject({ outcome: 'error', errorType: 'Sandbox.Stopped' });
  });
});
