import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const pages = ['README.md', ...globSync('docs/**/*.md', { cwd: root })].sort();
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Files that a page links to, from the repository's root. */
const linksOf = (page: string, text = textOf(page)): readonly string[] =>
  [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) =>
    relative(root, join(root, dirname(page), link)),
  );

/** Places within pages that a page links to, as `page#place`. */
const placesLinkedFrom = (page: string): readonly string[] =>
  [...textOf(page).matchAll(/\]\((?!https?:)([^)#\s]*\.md)?#([^)]+)\)/g)].map(
    ([, link, place]) => `${link === undefined ? page : relative(root, join(root, dirname(page), link))}#${place}`,
  );

/** Where links into a page may lead: its headings, as GitHub names them, counted where one is there again. */
function placesIn(page: string): ReadonlySet<string> {
  const places = new Set<string>();
  for (const [, heading = ''] of textOf(page).matchAll(/^#+ (.+)$/gm)) {
    const name = heading
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, '')
      .replaceAll(' ', '-');
    let place = name;
    for (let again = 1; places.has(place); again++) {
      place = `${name}-${again}`;
    }
    places.add(place);
  }
  return places;
}

describe('the pages', () => {
  it.each(pages)('%s links to files that exist', (page) => {
    expect(linksOf(page).filter((link) => !existsSync(join(root, link)))).toEqual([]);
  });

  it.each(pages)('%s links to headings that exist', (page) => {
    const missing = placesLinkedFrom(page).filter((link) => {
      const [linked = '', place = ''] = link.split('#');
      return !placesIn(linked).has(place);
    });

    expect(missing).toEqual([]);
  });
});

describe('the page of promises', () => {
  const page = 'docs/guarantees.md';
  const sections = textOf(page).split(/^## /m).slice(1);

  it('has a section for each of the eight', () => {
    expect(sections.map((section) => section.slice(0, 2))).toEqual(['G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7', 'G8']);
  });

  it.each(sections.map((section) => [section.slice(0, 2), section] as const))(
    'links for %s only to tests that are named for it',
    (promise, section) => {
      const tests = linksOf(page, section).filter((link) => link.endsWith('.test.ts'));

      expect(tests.filter((test) => !textOf(test).includes(`${promise} `))).toEqual([]);
    },
  );
});
