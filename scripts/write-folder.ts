import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundledFile } from './bundle-together.ts';

/**
 * Makes a folder hold exactly `files`, written in their order.
 *
 * Idempotent: a file whose content is the same is left alone and one that is no longer named is removed, so that an
 * asset's hash depends on the code alone and a cloud that runs from the folder is not disturbed.
 */
export function writeFolder(folder: string, files: readonly BundledFile[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, contents } of files) {
    const path = join(folder, name);
    if (!holds(path, contents)) {
      writeFileSync(path, contents);
    }
  }
  const names = new Set(files.map(({ name }) => name));
  for (const stale of readdirSync(folder).filter((name) => !names.has(name))) {
    rmSync(join(folder, stale), { recursive: true });
  }
}

function holds(path: string, contents: Uint8Array): boolean {
  try {
    return readFileSync(path).equals(contents);
  } catch {
    return false;
  }
}
