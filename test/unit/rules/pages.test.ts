import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALL_RULES } from '../../../lib/rules/all-rules.ts';
import { rulePage, rulesIndex } from './rule-page.ts';

const directory = new URL('../../../docs/rules/', import.meta.url);
const pageAt = (name: string): string => new URL(name, directory).pathname;

// After a change: npx vitest run --project unit test/unit/rules/pages.test.ts --update
describe('the pages of the rules', () => {
  it.each(ALL_RULES.map((rule) => [rule.id, rule] as const))('%s is up to date', async (id, rule) => {
    await expect(rulePage(rule)).toMatchFileSnapshot(pageAt(`${id}.md`));
  });

  it('are all listed', async () => {
    await expect(rulesIndex(ALL_RULES)).toMatchFileSnapshot(pageAt('README.md'));
  });

  it('are there for the rules and nothing else', () => {
    expect(readdirSync(directory).toSorted()).toEqual(
      [...ALL_RULES.map(({ id }) => `${id}.md`), 'README.md'].toSorted(),
    );
  });
});
