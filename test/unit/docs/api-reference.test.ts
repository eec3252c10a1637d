import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { undocumented, withoutDefault } from '../../../scripts/reference/api-findings.ts';
import type { ApiName } from '../../../scripts/reference/api-name.ts';
import { type EntryPoint, entryPoints } from '../../../scripts/reference/entry-points.ts';
import { readEntryPoints, referencePages } from '../../../scripts/reference/reference-pages.ts';

const folder = new URL('../../../docs/api/', import.meta.url);

describe('the API reference', () => {
  let api: ReadonlyMap<EntryPoint, readonly ApiName[]>;

  // Emits the package's declarations: two seconds of processor time.
  beforeAll(() => {
    api = readEntryPoints();
  }, 120_000);

  it('is up to date (node scripts/write-api-reference.ts writes it)', () => {
    const files = new Map(readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]));

    expect(files).toEqual(referencePages(api));
  });

  it('has a page for each entry point of the package, and names on it', () => {
    const { exports } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));

    const modules = entryPoints.map(({ specifier, module }) => [specifier.replace('fanout', '.'), module]);

    expect(Object.fromEntries(modules)).toEqual(exports);
    expect([...api.values()].map((names) => names.length > 0)).toEqual([true, true, true, true]);
  });

  describe.each(entryPoints.map((entry) => [entry.specifier, entry] as const))('of %s', (_, entry) => {
    it('has a sentence on every name', () => {
      expect(undocumented(api.get(entry) ?? [])).toEqual([]);
    });

    it('has a default for every optional prop', () => {
      expect(withoutDefault(api.get(entry) ?? [])).toEqual([]);
    });
  });
});
