import { inspect } from 'node:util';
import { Duration, Lazy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { Inbox, PropsError } from '../../../lib/index.ts';
import { PropsCheck, shown } from '../../../lib/props/props-check.ts';
import { addSubscriber, emptyStack } from './sample-stack.ts';

const bounds = { code: 'CountRange', prop: 'count', min: 2, max: 9 };

/** The error of whatever `work` threw. */
function errorOf(work: () => unknown): PropsError {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(PropsError);
    return error as PropsError;
  }
  throw new Error('nothing was thrown');
}

const problemsOf = (work: (check: PropsCheck) => void): readonly string[] =>
  errorOf(() => {
    const check = new PropsCheck(emptyStack());
    work(check);
    check.finish();
  }).message.split('\n');

describe('G7 checking props', () => {
  it('says each mistake once when Node.js prints the error', () => {
    const error = errorOf(() => addSubscriber(emptyStack(), { name: 'In Stock', consumer: { memorySize: 1 } }));

    expect(error.problems).toHaveLength(2);
    for (const { message } of error.problems) {
      expect(inspect(error).split(message)).toHaveLength(2);
    }
  });

  it('reports several mistakes together, each with code and path', () => {
    const stack = emptyStack();
    const consumer = { timeout: Duration.seconds(901), memorySize: 1, batchSize: 0, environment: { FANOUT_X: 'y' } };

    const error = errorOf(() => addSubscriber(stack, { name: 'In Stock', events: [], consumer }));

    expect(error.problems.map(({ code }) => code)).toStrictEqual([
      'NameInvalid',
      'EventsEmpty',
      'BatchSizeRange',
      'MemorySizeRange',
      'EnvironmentReserved',
      'TimeoutRange',
    ]);
    expect(error.code).toBe('NameInvalid');
    expect(error.message.split('\n')).toHaveLength(6);
    for (const line of error.message.split('\n')) {
      expect(line).toMatch(/, got .* \[\w+\] \(at Shop\/Inventory\)$/);
    }
  });

  it('reports what the inbox refuses beside the rest, and defines nothing', () => {
    const stack = emptyStack();
    const inbox = new Inbox(stack, 'Inbox', { horizon: Duration.days(1) });

    const { problems } = errorOf(() => addSubscriber(stack, { inbox, consumer: { memorySize: 1 } }));

    expect(problems.map(({ code }) => code)).toStrictEqual(['MemorySizeRange', 'HorizonTooShort']);
    Template.fromStack(stack).resourceCountIs('AWS::SQS::Queue', 0);
  });

  it('does not report what follows from another mistake', () => {
    const consumer = { batchSize: 11, maxBatchingWindow: Duration.seconds(301) };

    const { problems } = errorOf(() => addSubscriber(emptyStack(), { consumer }));

    expect(problems.map(({ code }) => code)).toStrictEqual(['BatchingWindowRange']);
  });

  it.each([
    [1, '1'],
    [2.5, '2.5'],
    [Number.NaN, 'NaN'],
    ['3', '"3"'],
    [null, 'null'],
    [[3], '[3]'],
    [Duration.seconds(3), '3 seconds'],
    [new Map(), 'an object of class Map'],
    [undefined, 'undefined'],
  ])('fails on %s for a number and quotes it', (value, quoted) => {
    expect(problemsOf((check) => check.integer(value as number, bounds))).toStrictEqual([
      `count must be an integer of 2 to 9, got ${quoted} [CountRange] (at Shop)`,
    ]);
  });

  it.each([
    [3, '3'],
    ['3 seconds', '"3 seconds"'],
    [undefined, 'undefined'],
  ])('fails on %s for a duration and says how to write one', (value, quoted) => {
    expect(problemsOf((check) => check.seconds(value as unknown as Duration, bounds))).toStrictEqual([
      `count must be a Duration, got ${quoted}; write Duration.seconds(…) [CountRange] (at Shop)`,
    ]);
  });

  it('leaves a token alone where nothing is derived from it', () => {
    const check = new PropsCheck(emptyStack());
    const token = Lazy.number({ produce: () => 3 });

    expect(check.integer(token, bounds)).toBe(token);
    expect(() => check.finish()).not.toThrow();
  });

  it('says of a duration that it is unknown at synthesis', () => {
    expect(shown(Duration.seconds(Lazy.number({ produce: () => 3 })))).toBe('a value unknown at synthesis');
  });

  it.each([
    [Object.create(null), 'an object of class none'],
    [[new Map(), 'x'], '[an object of class Map,"x"]'],
    [1n, '1'],
    [Symbol('x'), 'Symbol(x)'],
  ])('shows whatever a caller without types passes', (value, text) => {
    expect(shown(value)).toBe(text);
  });

  it('lets every other error through', () => {
    const check = new PropsCheck(emptyStack());

    expect(() =>
      check.attempt(() => {
        throw new TypeError('a defect');
      }, undefined),
    ).toThrow(TypeError);
  });
});
