import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, inject, it } from 'vitest';
import { codeBlocks } from '../code-blocks.ts';
import { paceOf } from './pace.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const blocks = codeBlocks(readFileSync(`${repository}docs/tour.md`, 'utf8'), '# Five minutes with the worked example');
const textOf = (language: string): string =>
  blocks
    .filter((block) => block.language === language)
    .map(({ text }) => text)
    .join('');

/** What the page says is printed, `…` for whatever differs from run to run. */
const printed = (): RegExp => {
  const literally = textOf('text').replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^${literally.replaceAll('…', '.*')}$`);
};

it('the tour prints what its page says', async () => {
  const { connection, stackName, target } = inject('deployed');
  const script = textOf('js')
    .replace("{ endpoint: 'http://127.0.0.1:4566' }", JSON.stringify(connection))
    .replace("'FanoutExample'", JSON.stringify(stackName))
    .replaceAll('deadlineMs: 50_000', `deadlineMs: ${paceOf(target).deadlineMs}`);

  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: repository,
  });

  expect(stdout).toMatch(printed());
});
