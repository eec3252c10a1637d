import { posix } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { type FunctionEntry, repositoryRoot } from './function-entries.ts';
import { lazyHttp } from './lazy-http.ts';

/** A file of a bundle. */
export interface BundledFile {
  /** Name in the function's folder. */
  readonly name: string;
  readonly contents: Uint8Array;
}

/**
 * Bundles functions in one build: what they share is parsed and printed once, which is several times faster than a
 * build each. Yields for every function its entry `index.mjs` and the chunks that it can reach, which come first.
 *
 * @throws Error with esbuild's findings when the code of any of them does not build.
 */
export async function bundleTogether(
  functions: readonly FunctionEntry[],
): Promise<ReadonlyMap<FunctionEntry, readonly BundledFile[]>> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: repositoryRoot,
    entryPoints: functions.map(({ entry }, index) => ({ in: entry, out: String(index) })),
    // All output is in one folder, so that a file names a chunk in the same way wherever it is copied to.
    outdir: 'out',
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunk-[hash]',
    bundle: true,
    // The SDK's credential providers are lazy imports: in chunks of their own they are not read at a cold start.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The SDK's CommonJS files, esbuild's default for Node, need a `require` that ES modules do not have.
    plugins: [lazyHttp],
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
    metafile: true,
    write: false,
  });
  const contents = new Map(outputFiles.map((file) => [posix.basename(file.path), file.contents]));
  return new Map(
    functions.map((entry, index) => {
      const main = `out/${index}.mjs`;
      const files = [...reachable(metafile, main)].reverse().map((path) => ({
        name: path === main ? 'index.mjs' : posix.basename(path),
        contents: contents.get(posix.basename(path)) ?? new Uint8Array(),
      }));
      return [entry, files];
    }),
  );
}

/** The output itself and every output that it imports, statically or later, directly or not. */
function reachable(metafile: Metafile, path: string, found = new Set<string>()): Set<string> {
  const output = metafile.outputs[path];
  if (output !== undefined && !found.has(path)) {
    found.add(path);
    for (const { path: imported } of output.imports) {
      reachable(metafile, imported, found);
    }
  }
  return found;
}
