import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../../', import.meta.url));
const repositoryModules = join(repository, 'node_modules');

/** What the packed package declares about the packages that it needs. */
export interface PackedManifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

/**
 * An empty project in a temporary folder, with the packed package installed as npm would.
 *
 * The package itself is really built, packed and unpacked. Third-party packages are links into the clone's
 * node_modules instead of an `npm install`, which would need the network and most of a minute. Only the packages that
 * the unpacked package.json declares and those that the user names are linked: one that is imported but not declared
 * is missing here as it would be for a user.
 */
export class UserProject {
  readonly folder: string;
  readonly manifest: PackedManifest;

  private constructor(folder: string, manifest: PackedManifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /** Builds, packs and installs. Remove the project afterwards; when this fails nothing is left. */
  static async create(ownPackages: readonly string[]): Promise<UserProject> {
    const folder = mkdtempSync(join(tmpdir(), 'fanout-user-'));
    try {
      const project = new UserProject(folder, await installPackage(folder));
      const { dependencies, peerDependencies, optionalDependencies } = project.manifest;
      const declared = { ...dependencies, ...peerDependencies, ...optionalDependencies };
      for (const name of new Set([...Object.keys(declared), ...ownPackages, '.bin'])) {
        project.#link(name);
      }
      project.write('package.json', JSON.stringify({ name: 'shop', private: true, type: 'module' }));
      return project;
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  #link(name: string): void {
    const link = join(this.folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(repositoryModules, name), link);
  }

  write(path: string, text: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /**
   * Runs shell commands as a user types them, in the project's folder.
   *
   * @throws Error with everything that they printed when one of them fails.
   */
  async shell(commands: string): Promise<string> {
    try {
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', commands], {
        cwd: this.folder,
        env: environmentIn(this.folder),
      });
      return stdout;
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`commands failed:\n${commands}\n${stdout}\n${stderr}`, { cause: error });
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Builds and packs the package and unpacks it into the folder's node_modules. */
async function installPackage(folder: string): Promise<PackedManifest> {
  const installed = join(folder, 'node_modules', 'fanout');
  mkdirSync(installed, { recursive: true });
  await run(process.execPath, ['scripts/build.ts'], { cwd: repository });
  const { stdout } = await run('npm', ['pack', './dist', '--json', '--pack-destination', folder], {
    cwd: repository,
    env: environmentIn(folder),
  });
  const [packed] = JSON.parse(stdout) as [{ filename: string }];
  await run('tar', ['-xzf', join(folder, packed.filename), '-C', installed, '--strip-components=1']);
  return JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
}

/** Nothing of the test run's own environment, and a home that goes with the project: caches and logs stay inside. */
const environmentIn = (folder: string): NodeJS.ProcessEnv => ({
  PATH: [join(repositoryModules, '.bin'), process.env['PATH']].join(delimiter),
  HOME: folder,
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  // A second of CloudFormation's rules, which the templates of lib and example are checked by elsewhere.
  CDK_VALIDATION: 'false',
});
