import { afterAll, describe, expect, it } from 'vitest';
import { DeployedLambda } from './deployed-lambda.ts';

const lambda = new DeployedLambda();
afterAll(() => lambda.stop());

lambda.deploy(
  'handlers',
  `export const handler = async (event) => {
     if (event.throw !== undefined) throw event.throw === 'error' ? new RangeError('too far') : event.throw;
     if (event.circular) { const value = {}; value.self = value; return value; }
     return event.echo;
   };
   export const inner = { sync: (event) => ({ sync: event.echo }) };`,
);

describe('what a handler returns', () => {
  it('answers the JSON of what an async handler resolves with', async () => {
    expect(await lambda.answer('handlers', { echo: { a: [1, 'ü'] } })).toEqual({ a: [1, 'ü'] });
  });

  it('answers null for a handler that returns nothing', async () => {
    expect(await lambda.invoke('handlers', {})).toEqual({ outcome: 'success', payload: 'null' });
  });

  it('passes an empty object when the payload is empty', async () => {
    expect(await lambda.service.invoke('handlers', '')).toEqual({ outcome: 'success', payload: 'null' });
  });

  it('fails with name, message and trace of what the handler throws', async () => {
    const failure = await lambda.failure('handlers', { throw: 'error' });

    expect(failure).toMatchObject({ errorType: 'RangeError', errorMessage: 'too far' });
    expect(failure.trace?.[0]).toBe('RangeError: too far');
  });

  it('fails with the type of a thrown value that is no error', async () => {
    expect(await lambda.failure('handlers', { throw: 7 })).toEqual({
      errorType: 'number',
      errorMessage: '7',
      trace: [],
    });
  });

  it('fails when the result is no JSON', async () => {
    expect(await lambda.failure('handlers', { circular: true })).toMatchObject({
      errorType: 'Runtime.JSONStringifyError',
    });
  });

  it('goes on with the same environment after a failure', async () => {
    await lambda.failure('handlers', { throw: 'error' });
    expect(await lambda.answer('handlers', { echo: 1 })).toBe(1);

    const reports = lambda.platformLines('handlers', 'platform.report');
    expect(reports.filter(({ record }) => 'initDurationMs' in (record['metrics'] as object))).toHaveLength(1);
  });

  it('logs an error that the handler throws, with its trace', async () => {
    await lambda.failure('handlers', { throw: 'error' });

    const line = lambda.lines('handlers').findLast((text) => text.includes('"level":"ERROR"')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ message: { errorType: 'RangeError', errorMessage: 'too far' } });
  });
});

describe('how a handler is found', () => {
  it('takes a handler below an exported object, and one that returns without a promise', async () => {
    lambda.deploy('nested', 'export const inner = { sync: (event) => ({ sync: event.echo }) };', {
      handler: 'index.inner.sync',
    });
    expect(await lambda.answer('nested', { echo: 1 })).toEqual({ sync: 1 });
  });

  it('takes CommonJS', async () => {
    lambda.deploy('common', 'exports.handler = async () => typeof require;', { file: 'index.cjs' });
    expect(await lambda.answer('common')).toBe('function');
  });

  it('takes a callback on a runtime before Node.js 24', async () => {
    const source = 'export const handler = (event, context, done) => setTimeout(() => done(event.fail, "called"), 1);';
    lambda.deploy('callback', source, { runtime: 'nodejs22.x' });

    expect(await lambda.answer('callback')).toBe('called');
    expect(await lambda.failure('callback', { fail: 'no' })).toMatchObject({ errorType: 'string', errorMessage: 'no' });
  });

  it.each([
    [
      'a handler with a callback on Node.js 24',
      'export const handler = (e, c, done) => done();',
      'index.handler',
      'Runtime.CallbackHandlerDeprecated',
    ],
    ['a missing export', 'export const other = 1;', 'index.handler', 'Runtime.HandlerNotFound'],
    ['an export that is no function', 'export const handler = 1;', 'index.handler', 'Runtime.HandlerNotFound'],
    ['a missing file', '', 'missing.handler', 'Runtime.ImportModuleError'],
    ['a missing import', 'import "nowhere";', 'index.handler', 'Runtime.ImportModuleError'],
    ['a syntax error', 'export const = 1;', 'index.handler', 'Runtime.UserCodeSyntaxError'],
    ['a malformed name', '', 'handler', 'Runtime.MalformedHandlerName'],
    ['an error while loading', 'throw new TypeError("at load");', 'index.handler', 'TypeError'],
    ['an exit while loading', 'process.exit(7);', 'index.handler', 'Runtime.ExitError'],
  ])('fails every invocation for %s', async (name, source, handler, errorType) => {
    const functionName = name.replaceAll(/\W/g, '-');
    lambda.deploy(functionName, source, { handler });

    expect(await lambda.failure(functionName)).toMatchObject({ errorType });
    expect(await lambda.failure(functionName)).toMatchObject({ errorType });
  });
});
