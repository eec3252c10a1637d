import { join } from 'node:path';
import { bundleTogether } from './bundle-together.ts';
import { exampleFunctions, type FunctionEntry, productFunctions, repositoryRoot } from './function-entries.ts';
import { writeFolder } from './write-folder.ts';

/** Where the bundles are; `lib` and the example's stack take them from here. */
export const bundlesDirectory = join(repositoryRoot, 'bundles');

/** Options of {@link bundle}. */
export interface BundleOptions {
  /**
   * Functions by what they may share code with: the chunks of a function depend on the others of its group only.
   *
   * @default - the product's functions, and those of the example
   */
  readonly groups?: readonly (readonly FunctionEntry[])[];
  /** @default - `bundles/` in the repository */
  readonly directory?: string;
}

/**
 * Bundles functions, each into `<directory>/<name>/index.mjs` with its chunks beside it.
 *
 * @throws Error with esbuild's findings when a group does not build; nothing of that group is written.
 */
export async function bundle(options: BundleOptions = {}): Promise<void> {
  const { groups = [productFunctions, exampleFunctions()], directory = bundlesDirectory } = options;
  await Promise.all(
    groups.map(async (functions) => {
      for (const [{ name }, files] of await bundleTogether(functions)) {
        writeFolder(join(directory, name), files);
      }
    }),
  );
}

if (import.meta.main) {
  const start = performance.now();
  await bundle();
  console.log(`bundled into ${bundlesDirectory} in ${Math.round(performance.now() - start)} ms`);
}
