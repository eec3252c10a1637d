import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Lines without their indentation, which differs between a page and the place that it quotes. */
const flush = (text: string): string => text.replace(/^ +/gm, '').trim();

/** Compiled with everything else. */
const sources = globSync('test/unit/docs/quoted/*.ts', { cwd: root }).map(textOf).map(flush);

it.each(['docs/checks.md', 'docs/embedded.md', 'docs/engine.md', 'docs/runtime.md'])(
  '%s shows only code that is compiled',
  (page) => {
    const blocks = [...textOf(page).matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text = '']) => flush(text));

    expect(blocks.length).toBeGreaterThan(0);
    expect(blocks.filter((block) => !sources.some((source) => source.includes(block)))).toEqual([]);
  },
);
