import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { codeBlocks } from '../../code-blocks.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Lines without their indentation, which differs between a page and the place that it quotes. */
const flush = (text: string): string => text.replace(/^ +/gm, '').trim();

const page = textOf('docs/outbox.md');
const blocks = codeBlocks(page, '# The outbox, in three forms').map(({ text }) => text);
/** Compiled, and run end to end by test/embedded/item-outbox.test.ts. */
const sources = globSync('test/embedded/parcels/**/*.ts', { cwd: root }).map(textOf).map(flush);

describe('the page of the outbox', () => {
  it.each(blocks)('quotes code that is compiled and run: %s', (block) => {
    expect(sources.some((source) => source.includes(flush(block)))).toBe(true);
  });

  it('has examples of inline and derived events, and of their constructs', () => {
    expect(blocks).toHaveLength(5);
  });
});
