import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unzip } from '../../../embedded/assembly/unzip.ts';
import { DEFLATED, STORED, zipFile } from './zip-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'unzip-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const packed = (name: string, zip: Buffer) => {
  const file = join(folder, name);
  writeFileSync(file, zip);
  return file;
};

describe('unzip', () => {
  it('unpacks stored and deflated entries into folders', async () => {
    const file = packed(
      'good.zip',
      zipFile({ 'index.mjs': ['stored', STORED], 'lib/a.mjs': ['deflated '.repeat(50), DEFLATED] }),
    );

    await unzip(file, join(folder, 'good'));

    expect(readFileSync(join(folder, 'good/index.mjs'), 'utf8')).toBe('stored');
    expect(readFileSync(join(folder, 'good/lib/a.mjs'), 'utf8')).toBe('deflated '.repeat(50));
  });

  it('refuses an entry that would land outside of the folder', async () => {
    const file = packed('evil.zip', zipFile({ '../evil.mjs': ['x', STORED] }));

    await expect(unzip(file, join(folder, 'evil'))).rejects.toThrow('../evil.mjs is outside of the package');
  });

  it('refuses what is no zip file, and methods that it does not know', async () => {
    const none = packed('none.zip', Buffer.from('hello'));
    const unknown = packed('unknown.zip', zipFile({ 'a.txt': ['x', 12] }));

    await expect(unzip(none, folder)).rejects.toThrow('none.zip is no zip file');
    await expect(unzip(unknown, folder)).rejects.toThrow('a.txt is packed by method 12');
  });
});
