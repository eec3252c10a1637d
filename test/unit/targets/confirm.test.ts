import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { confirm } from '../../../scripts/targets/confirm.ts';
import { RefusedError } from '../../../scripts/targets/exit-code.ts';

const ask = (answer: string | undefined, signal = new AbortController().signal): Promise<void> => {
  const stdin = new PassThrough();
  stdin.end(answer);
  return confirm('Create it?', { stdin, stdout: new PassThrough() }, signal);
};

describe('confirm', () => {
  it.each(['yes\n', ' YES \n'])('takes %j for a yes', async (answer) => {
    await expect(ask(answer)).resolves.toBeUndefined();
  });

  it.each(['no\n', 'y\n', '\n'])('refuses at %j and says that nothing was created', async (answer) => {
    await expect(ask(answer)).rejects.toThrow(/^not confirmed, got .*: nothing was created$/);
  });

  it('refuses when the input ends without an answer', async () => {
    await expect(ask(undefined)).rejects.toThrow(RefusedError);
  });

  it('ends when it is interrupted', async () => {
    const interruption = AbortSignal.abort(new Error('interrupted'));

    await expect(confirm('?', { stdin: new PassThrough(), stdout: new PassThrough() }, interruption)).rejects.toThrow();
  });
});
