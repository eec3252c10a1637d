import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compilePackage } from '../compile.ts';
import type { ApiName } from './api-name.ts';
import { type EntryPoint, entryPoints } from './entry-points.ts';
import { readApi } from './read-api.ts';
import { referencePage } from './reference-page.ts';

/** What each entry point exports, read from declarations that are emitted for it and removed again. */
export function readEntryPoints(): ReadonlyMap<EntryPoint, readonly ApiName[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fanout-declarations-')));
  try {
    compilePackage('--emitDeclarationOnly', '--noCheck', '--outDir', folder);
    const modules = readApi(
      folder,
      entryPoints.map(({ module }) => declarationOf(module)),
    );
    return new Map(entryPoints.map((entry) => [entry, modules.get(declarationOf(entry.module)) ?? []]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const declarationOf = (module: string): string => module.replace(/^\.\//, '').replace(/\.ts$/, '.d.ts');

/** The files of docs/api by name. */
export function referencePages(api: ReadonlyMap<EntryPoint, readonly ApiName[]>): ReadonlyMap<string, string> {
  return new Map([...api].map(([entry, names]) => [entry.page, referencePage(entry, names)]));
}
