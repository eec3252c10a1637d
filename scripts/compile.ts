import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from './function-entries.ts';

/** Compiles what the npm package holds; `options` of tsc say what is emitted and where. */
export function compilePackage(...options: readonly string[]): void {
  const compiler = join(repositoryRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '--project', 'tsconfig.build.json', ...options], {
    cwd: repositoryRoot,
    stdio: 'inherit',
  });
}
