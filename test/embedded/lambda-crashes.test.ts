import { afterAll, describe, expect, it } from 'vitest';
import { DeployedLambda } from './deployed-lambda.ts';

const lambda = new DeployedLambda();
afterAll(() => lambda.stop());

const CRASHING = `export const handler = async (event) => {
  switch (event.how) {
    case 'hang': return new Promise(() => setInterval(() => {}, 1000));
    case 'block': while (true);
    case 'exit': return process.exit(event.code);
    case 'kill': return process.kill(process.pid, 'SIGKILL');
    case 'abort': return process.abort();
    case 'reject': Promise.reject(new Error('nobody listens')); return new Promise((resolve) => setTimeout(resolve, 50_000));
    case 'throw': setTimeout(() => { throw new TypeError('out of reach'); }); return new Promise((resolve) => setTimeout(resolve, 50_000));
    case 'never': return new Promise(() => {});
    case 'key': return process.env.AWS_ACCESS_KEY_ID;
  }
};`;

lambda.deploy('hanging', CRASHING, { timeoutSeconds: 1 });
// Longer than any crash takes on the busiest machine.
lambda.deploy('crashing', CRASHING, { timeoutSeconds: 60 });

describe('a function that does not return', () => {
  it.each(['hang', 'block'])('times out when it %ss', async (how) => {
    const failure = await lambda.failure('hanging', { how });

    expect(failure).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/),
    });
    const report = lambda.platformLines('hanging', 'platform.report').at(-1);
    expect(report?.record).toMatchObject({ status: 'timeout', errorType: 'Sandbox.Timedout' });
  });

  it.each([
    ['exits with a code', { how: 'exit', code: 3 }, 'Runtime.ExitError', 'Runtime exited with error: exit status 3'],
    ['exits with 0', { how: 'exit', code: 0 }, 'Runtime.ExitError', 'Runtime exited without providing a reason'],
    ['kills its process', { how: 'kill' }, 'Runtime.ExitError', 'Runtime exited with error: signal: SIGKILL'],
    ['aborts', { how: 'abort' }, 'Runtime.ExitError', 'Runtime exited with error: signal: SIGABRT'],
    ['leaves a rejection unhandled', { how: 'reject' }, 'Runtime.UnhandledPromiseRejection', 'Error: nobody listens'],
    ['throws outside of its promise', { how: 'throw' }, 'TypeError', 'out of reach'],
    ['waits for what can never happen', { how: 'never' }, 'Runtime.NodeJsExit', 'a promise was never settled'],
  ])('fails and is replaced when it %s', async (_name, event, errorType, errorMessage) => {
    lambda.service.setReservedConcurrency('crashing', 1);
    const before = await lambda.answer<string>('crashing', { how: 'key' });

    const failure = await lambda.failure('crashing', event);
    const after = await lambda.answer<string>('crashing', { how: 'key' });

    expect(failure.errorType).toBe(errorType);
    expect(failure.errorMessage).toContain(errorMessage);
    expect(after).not.toBe(before);
  });

  it('reports the end of every invocation, crashed or not', async () => {
    const reports = lambda.platformLines('crashing', 'platform.report').map(({ record }) => record['requestId']);

    expect(new Set(reports).size).toBe(reports.length);
    expect(reports.length).toBeGreaterThanOrEqual(21);
  });
});

describe('crashCaller', () => {
  it('kills the one environment that signs with the key, and nothing else', async () => {
    const source = `export const handler = async (event) => {
      console.log(process.env.AWS_ACCESS_KEY_ID);
      await new Promise((resolve) => setTimeout(resolve, event.ms));
    };`;
    lambda.deploy('called', source, { timeoutSeconds: 20 });
    const killed = lambda.invoke('called', { ms: 20_000 });
    await expect.poll(() => lambda.lines('called'), { timeout: 5000, interval: 5 }).toHaveLength(1);
    const [victim = ''] = lambda.lines('called');
    const spared = lambda.invoke('called', { ms: 50 });
    await expect.poll(() => lambda.lines('called'), { timeout: 5000, interval: 5 }).toHaveLength(2);

    expect(lambda.service.crashCaller(victim)).toBe(true);

    expect(await killed).toMatchObject({ outcome: 'error', errorType: 'Runtime.ExitError' });
    expect(await spared).toMatchObject({ outcome: 'success' });
    expect(lambda.service.crashCaller(victim)).toBe(false);
  });

  it.each(['test', 'FNunknown.1', 'FNcalled'])('leaves the key %s alone', (accessKeyId) => {
    expect(lambda.service.crashCaller(accessKeyId)).toBe(false);
  });
});
