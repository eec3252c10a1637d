import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const END_OF_CENTRAL_DIRECTORY = 0x06054b50;
const CENTRAL_DIRECTORY_ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

/**
 * Unpacks a zip file below `folder`. Knows what deployment packages use: stored and deflated entries, no zip64, no
 * encryption.
 *
 * @throws {Error} when the file is no such zip, or an entry would land outside of `folder`.
 */
export async function unzip(file: string, folder: string): Promise<void> {
  const zip = await readFile(file);
  for (const { name, content } of entries(zip, file)) {
    const target = resolve(folder, name);
    if (relative(folder, target).startsWith(`..${sep}`)) throw new Error(`${file}: ${name} is outside of the package`);
    if (name.endsWith('/')) continue;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content());
  }
}

function* entries(zip: Buffer, file: string): Generator<{ name: string; content: () => Buffer }> {
  const end = endOfCentralDirectory(zip);
  if (end === undefined) throw new Error(`${file} is no zip file`);
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== CENTRAL_DIRECTORY_ENTRY) throw new Error(`${file} has a broken central directory`);
    const nameLength = zip.readUInt16LE(at + 28);
    const entry = {
      method: zip.readUInt16LE(at + 10),
      size: zip.readUInt32LE(at + 20),
      header: zip.readUInt32LE(at + 42),
    };
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    yield { name, content: () => contentOf(zip, entry, `${file}: ${name}`) };
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

/** The end record comes last, before a comment of at most 64 KB. */
function endOfCentralDirectory(zip: Buffer): number | undefined {
  for (let at = zip.length - 22; at >= Math.max(0, zip.length - 22 - 0xffff); at -= 1) {
    if (zip.readUInt32LE(at) === END_OF_CENTRAL_DIRECTORY) return at;
  }
  return undefined;
}

function contentOf(zip: Buffer, entry: { method: number; size: number; header: number }, place: string): Buffer {
  // The local header repeats the name and has extra fields of its own length.
  const start = entry.header + 30 + zip.readUInt16LE(entry.header + 26) + zip.readUInt16LE(entry.header + 28);
  const packed = zip.subarray(start, start + entry.size);
  if (entry.method === STORED) return packed;
  if (entry.method === DEFLATED) return inflateRawSync(packed);
  throw new Error(`${place} is packed by method ${entry.method}; only stored and deflated entries are known`);
}
