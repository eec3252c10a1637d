import { createInterface } from 'node:readline/promises';
import { RefusedError } from './exit-code.ts';

/** Where a person is asked. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks a person for a yes.
 *
 * @throws RefusedError when the answer is another one, or nobody can be asked.
 */
export async function confirm(question: string, { input, output }: Terminal, signal: AbortSignal): Promise<void> {
  if (!input.isTTY) {
    throw new RefusedError(
      'nobody can be asked here, standard input is no terminal: pass --yes to start without asking',
    );
  }
  const prompt = createInterface({ input, output });
  try {
    const answer = await prompt.question(`${question} (yes/no) `, { signal });
    if (answer.trim().toLowerCase() !== 'yes') {
      throw new RefusedError(`not confirmed, got ${JSON.stringify(answer)}: nothing was created`);
    }
  } finally {
    prompt.close();
  }
}
