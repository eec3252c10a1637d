import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codeBlocks } from '../../code-blocks.ts';

const read = (file: string): string => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');

describe('the page about simulation', () => {
  it('shows the example that is run', () => {
    const [example] = codeBlocks(read('docs/simulation.md'), '## Try your own consumer');

    expect(example?.text).toBe(read('test/unit/simulator/documented-example.test.ts'));
  });
});
