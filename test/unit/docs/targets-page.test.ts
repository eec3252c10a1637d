import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { suiteCases } from '../../acceptance/cases.ts';
import { type Difference, differences } from '../../acceptance/differences.ts';
import { generatedParts } from '../../acceptance/targets-page.ts';

const titles = suiteCases().map(({ title }) => title);

describe('the pages of targets and of the suite', () => {
  it.each(generatedParts())('$page is up to date (node scripts/write-target-docs.ts writes it)', (part) => {
    const [begin, end] = part.markers;

    expect(readFileSync(new URL(`../../../docs/${part.page}`, import.meta.url), 'utf8')).toContain(
      `${begin}\n${part.text}\n${end}`,
    );
  });

  it('have every case, those of several rows and long lists of rows too', () => {
    expect(titles).toContain('an order > G1 reaches every subscriber whose filter matches');
    expect(titles).toContain('a message that cannot succeed > G5 explains %s');
    expect(titles).toContain('a crash > G1 of a call %s loses no order and charges it once');
    expect(titles).toContain('the tour prints what its page says');
    expect(titles.length).toBeGreaterThanOrEqual(25);
  });

  it('have only titles that the sources give as they are printed, but for rows', () => {
    expect(titles.filter((title) => title.includes('${'))).toEqual([]);
  });

  it('name in each difference only cases that there are', () => {
    const named = Object.values<Difference>(differences).flatMap(({ cases }) => cases);

    expect(named.filter((title) => !titles.includes(title))).toEqual([]);
  });
});
