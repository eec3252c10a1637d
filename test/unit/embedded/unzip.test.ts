import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unzip } from '../../../embedded/assembly/unzip.ts';

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
    const file = packed('good.zip', zipOf({ 'index.mjs': ['stored', 0], 'lib/a.mjs': ['deflated '.repeat(50), 8] }));

    await unzip(file, join(folder, 'good'));

    expect(readFileSync(join(folder, 'good/index.mjs'), 'utf8')).toBe('stored');
    expect(readFileSync(join(folder, 'good/lib/a.mjs'), 'utf8')).toBe('deflated '.repeat(50));
  });

  it('refuses an entry that would land outside of the folder', async () => {
    const file = packed('evil.zip', zipOf({ '../evil.mjs': ['x', 0] }));

    await expect(unzip(file, join(folder, 'evil'))).rejects.toThrow('../evil.mjs is outside of the package');
  });

  it('refuses what is no zip file, and methods that it does not know', async () => {
    const none = packed('none.zip', Buffer.from('hello'));
    const unknown = packed('unknown.zip', zipOf({ 'a.txt': ['x', 12] }));

    await expect(unzip(none, folder)).rejects.toThrow('none.zip is no zip file');
    await expect(unzip(unknown, folder)).rejects.toThrow('a.txt is packed by method 12');
  });
});

/** A zip file with entries of a text and a method (0 stored, 8 deflated). */
function zipOf(files: Record<string, [text: string, method: number]>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, [text, method]] of Object.entries(files)) {
    const content = method === 8 ? deflateRawSync(text) : Buffer.from(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    locals.push(local, Buffer.from(name), content);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(content.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + content.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}
