import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundle, bundlesDirectory } from '../../../scripts/bundle.ts';
import { exampleFunctions, type FunctionEntry, repositoryRoot } from '../../../scripts/function-entries.ts';

describe('bundle', () => {
  let directory: string;

  beforeEach(() => {
    mkdirSync(bundlesDirectory, { recursive: true });
    directory = mkdtempSync(join(bundlesDirectory, 'test-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const withSource = (name: string, source: string): FunctionEntry => {
    const path = join(directory, `${name}.ts`);
    writeFileSync(path, source);
    return { name: `out/${name}`, entry: relative(repositoryRoot, path) };
  };
  const filesOf = (name: string): string[] => readdirSync(join(directory, 'out', name)).sort();

  it('writes a module with a chunk for what is loaded later', async () => {
    withSource('later', 'export const later = 1;');
    const hello = withSource('hello', "export const handler = async () => (await import('./later.ts')).later;");

    await bundle({ functions: [hello], directory });

    expect(filesOf('hello')).toEqual([expect.stringMatching(/^chunk-\w+\.mjs$|^later-\w+\.mjs$/), 'index.mjs']);
    const { handler } = await import(join(directory, 'out/hello/index.mjs'));
    await expect(handler()).resolves.toBe(1);
  });

  it('leaves a bundle alone that is up to date', async () => {
    const hello = withSource('hello', 'export const handler = () => 1;');
    await bundle({ functions: [hello], directory });
    const index = join(directory, 'out/hello/index.mjs');
    const before = statSync(index, { bigint: true });

    await bundle({ functions: [hello], directory });

    expect(statSync(index, { bigint: true }).mtimeNs).toBe(before.mtimeNs);
  });

  it('removes the chunks of earlier builds, which would change the hash of the asset', async () => {
    const hello = withSource('hello', 'export const handler = () => 1;');
    await bundle({ functions: [hello], directory });
    writeFileSync(join(directory, 'out/hello/chunk-OLD.mjs'), '');

    await bundle({ functions: [hello], directory });

    expect(filesOf('hello')).toEqual(['index.mjs']);
  });

  it('fails naming every function that does not build, and builds the others', async () => {
    const hello = withSource('hello', 'export const handler = () => 1;');
    const broken = withSource('broken', "import './missing.ts';");
    const absent: FunctionEntry = { name: 'out/absent', entry: 'absent.ts' };

    const failure = bundle({ functions: [broken, hello, absent], directory });

    await expect(failure).rejects.toThrow('2 of 3 functions cannot be bundled');
    await expect(failure).rejects.toThrow(/out\/broken: .*\n.*Could not resolve ".\/missing.ts"/);
    await expect(failure).rejects.toThrow(/out\/absent: .*\n.*Could not resolve "absent.ts"/);
    expect(filesOf('hello')).toEqual(['index.mjs']);
  });

  it('knows every function of the example', () => {
    expect(exampleFunctions().map(({ name }) => name)).toEqual([
      'example/analytics',
      'example/email',
      'example/inventory',
      'example/ledger',
      'example/orders',
      'example/payment',
      'example/place-order',
    ]);
  });
});
