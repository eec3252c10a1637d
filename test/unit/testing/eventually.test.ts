import { describe, expect, it } from 'vitest';
import { eventually } from '../../../testing/eventually.ts';
import { TargetError } from '../../../testing/targets/target-error.ts';
import { UnknownNameError } from '../../../testing/unknown-name-error.ts';

const options = { deadlineMs: 2_000, intervalMs: 1, what: 'the mail' };

describe('eventually', () => {
  it('answers what the check answers once it holds', async () => {
    let calls = 0;
    const check = () => {
      calls += 1;
      if (calls === 1) {
        throw new Error('not yet');
      }
      return calls === 2 ? false : 'arrived';
    };

    expect(await eventually(check, options)).toBe('arrived');
    expect(calls).toBe(3);
  });

  it('takes a check that answers nothing for one that holds', async () => {
    expect(await eventually(() => undefined, options)).toBeUndefined();
  });

  it('fails after the deadline, names what it waited for, how often it looked and what the last look found', async () => {
    const errors: Error[] = [];
    const check = () => {
      errors.push(new Error(`${errors.length} mails`));
      throw errors.at(-1);
    };

    const error: Error = await eventually(check, { ...options, deadlineMs: 5 }).catch((thrown) => thrown);

    expect(errors.length).toBeGreaterThan(1);
    expect(error.message).toBe(
      `the mail did not happen within 5 ms (checked ${errors.length} times): ${errors.length - 1} mails`,
    );
    expect(error.cause).toBe(errors.at(-1));
  });

  it.each([
    [false, 'the last check answered false'],
    ['no mail', 'no mail'],
  ])('says so when the check answered or threw %j, which is no error', async (value, reason) => {
    const check = () => {
      if (value !== false) {
        throw value;
      }
      return false;
    };

    await expect(eventually(check, { ...options, deadlineMs: 0 })).rejects.toThrow(
      `the mail did not happen within 0 ms (checked once): ${reason}`,
    );
  });

  it.each([
    ['a name that the stack does not have', new UnknownNameError('stack Shop has no subscriber "mial"', ['mail'])],
    ['a target that was asked for wrongly', new TargetError('TARGET_INVALID', 'target must be')],
    ['a slip in the check', new ReferenceError('mial is not defined')],
  ])('ends at once, with the error itself, at %s', async (_what, error) => {
    let calls = 0;
    const check = () => {
      calls += 1;
      throw error;
    };

    expect(await eventually(check, options).catch((thrown) => thrown)).toBe(error);
    expect(calls).toBe(1);
  });

  it.each([
    [
      'a check that reads of what is not there yet',
      new TypeError("Cannot read properties of undefined (reading 'report')"),
    ],
    ['an endpoint that does not answer yet', new TargetError('ENDPOINT_UNREACHABLE', 'nothing answers')],
  ])('goes on after %s', async (_what, error) => {
    let calls = 0;
    const check = () => {
      calls += 1;
      if (calls < 3) {
        throw error;
      }
    };

    await eventually(check, options);

    expect(calls).toBe(3);
  });

  it('lets the caller say which errors are final', async () => {
    const denied = new Error('AccessDenied');
    const check = () => {
      throw denied;
    };

    const isFinal = (error: unknown): boolean => error === denied;
    expect(await eventually(check, { ...options, isFinal }).catch((thrown) => thrown)).toBe(denied);
  });

  it('checks at least once, however short the deadline', async () => {
    expect(await eventually(() => 1, { ...options, deadlineMs: 0 })).toBe(1);
  });

  it('ends with the reason of its signal', async () => {
    const interruption = new AbortController();
    const waiting = eventually(() => false, { ...options, signal: interruption.signal });
    interruption.abort(new Error('stopped'));

    await expect(waiting).rejects.toThrow('stopped');
  });
});
