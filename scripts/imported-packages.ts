import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importSpecifiers } from './import-specifiers.ts';

/** Names of the packages that the JavaScript and the type declarations below `directory` import, sorted. */
export function importedPackages(directory: string): readonly string[] {
  const specifiers = globSync('**/*.{js,d.ts}', { cwd: directory }).flatMap((file) =>
    importSpecifiers(readFileSync(join(directory, file), 'utf8')),
  );
  const packages = specifiers
    .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
    .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
  return [...new Set(packages)].sort();
}
