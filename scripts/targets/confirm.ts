import { createInterface } from 'node:readline/promises';
import { RefusedError } from './exit-code.ts';

/** Where a person is asked; a process is one. */
export interface Terminal {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
}

/**
 * Asks a person for a yes.
 *
 * @throws RefusedError when the answer is another one, or the input ends without one.
 */
export async function confirm(question: string, { stdin, stdout }: Terminal, signal: AbortSignal): Promise<void> {
  const prompt = createInterface({ input: stdin, output: stdout });
  const end = new AbortController();
  prompt.on('close', () => end.abort(new RefusedError('not confirmed: nothing was created')));
  // A terminal that readline reads hands Ctrl-C to readline alone.
  prompt.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const answer = await prompt.question(`${question} (yes/no) `, { signal: AbortSignal.any([signal, end.signal]) });
    if (answer.trim().toLowerCase() !== 'yes') {
      throw new RefusedError(`not confirmed, got ${JSON.stringify(answer)}: nothing was created`);
    }
  } catch (error) {
    throw end.signal.aborted && !signal.aborted && !(error instanceof RefusedError) ? end.signal.reason : error;
  } finally {
    prompt.close();
  }
}
