import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
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

    await bundle({ groups: [[hello]], directory });

    expect(filesOf('hello')).toEqual([expect.stringMatching(/^chunk-\w+\.mjs$|^later-\w+\.mjs$/), 'index.mjs']);
    const { handler } = await import(join(directory, 'out/hello/index.mjs'));
    await expect(handler()).resolves.toBe(1);
  });

  it('takes http from the process instead of importing it, which would load undici at every cold start', async () => {
    const source = "import { request } from 'node:http';\nexport const handler = () => typeof request;";
    const hello = withSource('hello', source);

    await bundle({ groups: [[hello]], directory });

    const index = join(directory, 'out/hello/index.mjs');
    expect(readFileSync(index, 'utf8')).not.toMatch(/(from|import)\s*"(node:)?http"/);
    const { handler } = await import(index);
    expect(handler()).toBe('function');
  });

  it('leaves a bundle alone that is up to date', async () => {
    const hello = withSource('hello', 'export const handler = () => 1;');
    await bundle({ groups: [[hello]], directory });
    const index = join(directory, 'out/hello/index.mjs');
    const before = statSync(index, { bigint: true });

    await bundle({ groups: [[hello]], directory });

    expect(statSync(index, { bigint: true }).mtimeNs).toBe(before.mtimeNs);
  });

  it('removes the chunks of earlier builds, which would change the hash of the asset', async () => {
    const hello = withSource('hello', 'export const handler = () => 1;');
    await bundle({ groups: [[hello]], directory });
    writeFileSync(join(directory, 'out/hello/chunk-OLD.mjs'), '');

    await bundle({ groups: [[hello]], directory });

    expect(filesOf('hello')).toEqual(['index.mjs']);
  });

  it('gives each function of a group the chunks that it can reach, and no others', async () => {
    withSource('shared', 'export const shared = "both";');
    withSource('own', 'export const own = "one";');
    const one = withSource(
      'one',
      "export const handler = async () => (await import('./shared.ts')).shared + (await import('./own.ts')).own;",
    );
    const other = withSource('other', "export const handler = async () => (await import('./shared.ts')).shared;");

    await bundle({ groups: [[one, other]], directory });

    expect([filesOf('one').length, filesOf('other').length]).toEqual([3, 2]);
    expect(filesOf('one')).toEqual(expect.arrayContaining(filesOf('other')));
    const { handler } = await import(join(directory, 'out/one/index.mjs'));
    await expect(handler()).resolves.toBe('bothone');
  });

  it('fails naming what does not build, and writes nothing of its group', async () => {
    const hello = withSource('hello', 'export const handler = () => 1;');
    const broken = withSource('broken', "import './missing.ts';");
    const absent: FunctionEntry = { name: 'out/absent', entry: 'absent.ts' };

    const failure = bundle({ groups: [[broken, hello]], directory });

    await expect(failure).rejects.toThrow(/broken.ts:1:7: ERROR: Could not resolve ".\/missing.ts"/);
    await expect(bundle({ groups: [[absent]], directory })).rejects.toThrow('Could not resolve "absent.ts"');
    expect(existsSync(join(directory, 'out'))).toBe(false);
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
