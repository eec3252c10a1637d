import { join } from 'node:path';
import { bundleFunction } from './bundle-function.ts';
import { exampleFunctions, type FunctionEntry, productFunctions, repositoryRoot } from './function-entries.ts';

/** Where the bundles are; `lib` and the example's stack take them from here. */
export const bundlesDirectory = join(repositoryRoot, 'bundles');

/** Options of {@link bundle}. */
export interface BundleOptions {
  /** @default - every function of the product and of the example */
  readonly functions?: readonly FunctionEntry[];
  /** @default - `bundles/` in the repository */
  readonly directory?: string;
}

/**
 * Bundles functions in parallel, one build each, so that each can be split into chunks.
 *
 * @throws AggregateError naming every function that does not build, once all builds have ended.
 */
export async function bundle(options: BundleOptions = {}): Promise<void> {
  const { functions = [...productFunctions, ...exampleFunctions()], directory = bundlesDirectory } = options;
  const results = await Promise.allSettled(functions.map((entry) => bundleFunction(entry, directory)));
  const failures = results.flatMap((result, index) =>
    result.status === 'rejected' ? [new Error(`${functions[index]?.name}: ${String(result.reason?.message)}`)] : [],
  );
  if (failures.length > 0) {
    throw new AggregateError(
      failures,
      `${failures.length} of ${functions.length} functions cannot be bundled.\n${failures.map(({ message }) => message).join('\n')}`,
    );
  }
}

if (import.meta.main) {
  const start = performance.now();
  await bundle();
  console.log(`bundled into ${bundlesDirectory} in ${Math.round(performance.now() - start)} ms`);
}
