import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importSpecifiers } from '../scripts/import-specifiers.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** An import as the source tree has it. */
export interface SourceImport {
  /** Importing file, from the repository's root. */
  readonly file: string;
  /** Imported file from the repository's root, or the specifier of a package or a Node module as written. */
  readonly target: string;
}

/** TypeScript files below `folder`, from the repository's root, sorted. */
export const sourceFiles = (folder: string): readonly string[] =>
  existsSync(join(root, folder)) ? globSync(`${folder}/**/*.ts`, { cwd: root }).sort() : [];

/** Text of a source file. */
export const sourceText = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Every import of a source file, relative ones resolved. */
export function importsOf(file: string): readonly SourceImport[] {
  return importSpecifiers(sourceText(file)).map((specifier) => ({
    file,
    target: specifier.startsWith('.') ? relative(root, join(root, dirname(file), specifier)) : specifier,
  }));
}
