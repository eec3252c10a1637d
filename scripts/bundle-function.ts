import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { build, type OutputFile } from 'esbuild';
import { type FunctionEntry, repositoryRoot } from './function-entries.ts';

/**
 * Bundles one function into `directory/<name>/index.mjs`, with its chunks beside it.
 *
 * Idempotent: files whose content is the same are left alone and those of earlier builds are removed, so that an asset's
 * hash depends on the code alone and a cloud that runs from the folder is not disturbed.
 *
 * @throws Error with esbuild's findings when the code does not build.
 */
export async function bundleFunction({ name, entry }: FunctionEntry, directory: string): Promise<void> {
  const folder = join(directory, name);
  const { outputFiles } = await build({
    absWorkingDir: repositoryRoot,
    entryPoints: { index: entry },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunk-[hash]',
    bundle: true,
    // The SDK's credential providers are lazy imports: in chunks of their own they are not read at a cold start.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The SDK's CommonJS files, esbuild's default for Node, need a `require` that ES modules do not have.
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
    write: false,
  });
  writeFolder(folder, outputFiles);
}

/** Makes the folder hold exactly `files`. The entry goes last, so that it never names a chunk that is not there yet. */
function writeFolder(folder: string, files: readonly OutputFile[]): void {
  const entryLast = files.toSorted((left, right) => Number(isEntry(left)) - Number(isEntry(right)));
  for (const file of entryLast) {
    mkdirSync(dirname(file.path), { recursive: true });
    if (!holds(file)) {
      writeFileSync(file.path, file.contents);
    }
  }
  const current = new Set(files.map((file) => relative(folder, file.path)));
  for (const name of readdirSync(folder).filter((present) => !current.has(present))) {
    rmSync(join(folder, name), { recursive: true });
  }
}

const isEntry = (file: OutputFile): boolean => basename(file.path) === 'index.mjs';

function holds(file: OutputFile): boolean {
  try {
    return readFileSync(file.path).equals(file.contents);
  } catch {
    return false;
  }
}
