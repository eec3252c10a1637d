import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ACKNOWLEDGEMENT_RULES } from '../../../lib/rules/acknowledgement-rules.ts';
import { ALL_RULES } from '../../../lib/rules/all-rules.ts';
import { rulePage, rulesIndex } from './rule-page.ts';

const rules = [...ALL_RULES, ...ACKNOWLEDGEMENT_RULES];
const directory = new URL('../../../docs/rules/', import.meta.url);
const pageAt = (name: string): string => new URL(name, directory).pathname;

// After a change: npx vitest run --project unit test/unit/rules/pages.test.ts --update
describe('the pages of the rules', () => {
  it.each(rules.map((rule) => [rule.id, rule] as const))('%s is up to date', async (id, rule) => {
    await expect(rulePage(rule)).toMatchFileSnapshot(pageAt(`${id}.md`));
  });

  it('are all listed', async () => {
    await expect(rulesIndex(rules)).toMatchFileSnapshot(pageAt('README.md'));
  });

  it('are there for the rules and nothing else', () => {
    expect(readdirSync(directory).toSorted()).toEqual([...rules.map(({ id }) => `${id}.md`), 'README.md'].toSorted());
  });
});
