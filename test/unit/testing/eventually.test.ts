import { describe, expect, it } from 'vitest';
import { eventually } from '../../../testing/eventually.ts';

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

  it('fails after the deadline, names what it waited for and keeps the last error', async () => {
    const cause = new Error('0 mails');
    const check = () => {
      throw cause;
    };

    await expect(eventually(check, { ...options, deadlineMs: 5 })).rejects.toMatchObject({
      message: 'the mail did not happen within 5 ms: 0 mails',
      cause,
    });
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
