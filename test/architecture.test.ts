import { describe, expect, it } from 'vitest';
import { importSpecifiers } from '../scripts/import-specifiers.ts';
import { importsOf, type SourceImport, sourceFiles, sourceText } from './source-imports.ts';

/** For each room, the import targets that it may reach; design.md calls these the arrows. */
const ALLOWED: Readonly<Record<string, RegExp>> = {
  contracts: /^contracts\//,
  lib: /^(lib|contracts)\/|^node:|^(aws-cdk-lib|constructs)\b/,
  'lambdas/runtime': /^(lambdas\/runtime|contracts)\/|^node:/,
  'lambdas/adapters': /^(lambdas\/(adapters|runtime)|contracts)\/|^node:|^@(aws-sdk|smithy)\//,
  'lambdas/item-relay': /^(lambdas|contracts)\/|^node:|^@(aws-sdk|smithy)\//,
  'lambdas/outbox-relay': /^(lambdas|contracts)\/|^node:|^@(aws-sdk|smithy)\//,
  'lambdas/outbox-sweeper': /^(lambdas|contracts)\/|^node:|^@(aws-sdk|smithy)\//,
  embedded: /^embedded\/|^node:|^(fauxqs|fastify|@dynoxide\/|@aws-sdk\/|@smithy\/)/,
  testing: /^(testing|embedded|lambdas\/runtime|contracts)\/|^node:|^@aws-sdk\/|^@testcontainers\/localstack$/,
  // The package's public entry points and third-party packages only: neither a path out of the room nor one of ours.
  example:
    /^example\/|^fanout(\/(events|runtime|testing))?$|^(?!fanout\b|\.|(bin|contracts|embedded|lambdas|lib|scripts|test|testing)\/)/,
};

/** Files that may read the environment: where a process starts, and the one that spares users of targets passing it. */
const ENTRY_FILE =
  /^bin\/|^(example\/functions|lambdas)\/[\w-]+\/index\.ts$|^example\/run\/main\.ts$|^embedded\/lambda\/worker\/bootstrap\.ts$|^testing\/targets\/target-options\.ts$/;
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const READS_ENVIRONMENT = /\bprocess\.env\b|\benv\b[^=;]*\} = process\b|\benv\b[^;]*from 'node:process'/;

const list = (imports: readonly SourceImport[]): readonly string[] =>
  imports.map(({ file, target }) => `${file} -> ${target}`);

describe('imports follow the arrows', () => {
  it.each(Object.entries(ALLOWED))('of %s', (room, allowed) => {
    const files = sourceFiles(room);
    const forbidden = files.flatMap(importsOf).filter(({ target }) => !allowed.test(target));

    expect(files, `${room} has no files: renamed? then rename it here too`).not.toEqual([]);
    expect(list(forbidden)).toEqual([]);
  });

  it('for every room of the product', () => {
    const rooms = Object.keys(ALLOWED);
    const strays = ['contracts', 'lib', 'lambdas', 'embedded', 'testing', 'example']
      .flatMap(sourceFiles)
      .filter((file) => !rooms.some((room) => file.startsWith(`${room}/`)));

    // The index of `fanout/runtime` joins runtime and adapters, and belongs to neither.
    expect(strays).toEqual(['lambdas/index.ts']);
    expect(
      list(importsOf('lambdas/index.ts').filter(({ target }) => !/^lambdas\/(runtime|adapters)\//.test(target))),
    ).toEqual([]);
  });
});

describe('the environment', () => {
  it('is read only where a process starts', () => {
    const readers = ['contracts', 'lib', 'lambdas', 'embedded', 'testing', 'example', 'bin']
      .flatMap(sourceFiles)
      .filter((file) => READS_ENVIRONMENT.test(sourceText(file).replaceAll(COMMENT, '')));

    expect(
      readers.filter((file) => ENTRY_FILE.test(file)),
      'the pattern finds readers at all',
    ).not.toEqual([]);
    expect(readers.filter((file) => !ENTRY_FILE.test(file))).toEqual([]);
  });
});

describe('importSpecifiers', () => {
  it('sees every kind of import, and no example in a comment', () => {
    const text = [
      "import { a } from './a.ts';",
      "import type { B } from './b.ts';",
      'import { c } from "./c.ts";',
      "import {\n  e,\n} from './e.ts';",
      "import './side-effect.ts';",
      "export * from './f.ts';",
      "export const g = 'not an import';",
      "const h = await import('./h.ts');",
      "type I = import('./i.ts').I;",
      "/**\n * import { x } from './comment.ts';\n */",
    ].join('\n');

    expect(importSpecifiers(text)).toEqual([
      './a.ts',
      './b.ts',
      './c.ts',
      './e.ts',
      './side-effect.ts',
      './f.ts',
      './h.ts',
      './i.ts',
    ]);
  });
});
