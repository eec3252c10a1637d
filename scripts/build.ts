import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { compilePackage } from './compile.ts';
import { productFunctions, repositoryRoot } from './function-entries.ts';
import { importedPackages } from './imported-packages.ts';
import { publishedManifest, type RepositoryManifest } from './published-manifest.ts';

/** Where the npm package is generated; git-ignored. */
const packageDirectory = join(repositoryRoot, 'dist');

/**
 * Generates the npm package: JavaScript, type declarations, the relay and the sweeper bundled, and a package.json of
 * its own. What is in the folder afterwards is exactly what is published.
 */
async function build(): Promise<void> {
  rmSync(packageDirectory, { recursive: true, force: true });
  compilePackage();
  await bundle({ groups: [productFunctions], directory: join(packageDirectory, 'bundles') });
  for (const file of ['README.md', 'LICENSE']) {
    copyFileSync(join(repositoryRoot, file), join(packageDirectory, file));
  }
  const repository: RepositoryManifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
  const manifest = publishedManifest(repository, importedPackages(packageDirectory));
  writeFileSync(join(packageDirectory, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

const start = performance.now();
await build();
console.log(`built ${packageDirectory} in ${Math.round(performance.now() - start)} ms`);
