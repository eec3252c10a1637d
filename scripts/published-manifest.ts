/** The fields of the repository's package.json that the published one is made from. */
export interface RepositoryManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
  /** Entry points as sources: `./lib/index.ts`. */
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

/**
 * Users bring these themselves, if at all: the CDK because constructs of two copies do not mix, and LocalStack's
 * container because it is large and only one target of `fanout/testing` needs it.
 */
const PEERS = ['aws-cdk-lib', 'constructs', '@testcontainers/localstack'];

/** Emulators: only `fanout/testing` starts them, so an installation without them is whole for everything else. */
const EMULATOR = /^(fauxqs$|@dynoxide\/)/;

/**
 * The package.json of the published package.
 *
 * It names exactly the packages that the published files import, at the versions this repository is tested with or
 * compatible later ones, and the emulators, whose binaries are found by name.
 *
 * @throws Error when the files import a package that is not among the repository's run-time dependencies.
 */
export function publishedManifest(repository: RepositoryManifest, imported: readonly string[]): object {
  const available: Readonly<Record<string, string>> = {
    ...repository.dependencies,
    ...repository.optionalDependencies,
  };
  const missing = imported.filter((name) => !(name in available));
  if (missing.length > 0) {
    throw new Error(
      `the published files import ${missing.join(', ')}, which is not in "dependencies" of package.json; add it there, or do not import it from published code`,
    );
  }
  const ranges = (accepts: (name: string) => boolean): Record<string, string> =>
    Object.fromEntries(
      Object.entries(available)
        .filter(([name]) => accepts(name))
        .map(([name, version]) => [name, `^${version}`]),
    );
  const isPeer = (name: string): boolean => PEERS.includes(name);
  const isEmulator = (name: string): boolean => EMULATOR.test(name);
  const peerDependencies = ranges(isPeer);
  return {
    name: repository.name,
    version: repository.version,
    description: repository.description,
    license: repository.license,
    type: 'module',
    sideEffects: false,
    engines: repository.engines,
    exports: Object.fromEntries(
      Object.entries(repository.exports).map(([entryPoint, source]) => [entryPoint, compiled(source)]),
    ),
    dependencies: ranges((name) => imported.includes(name) && !isPeer(name) && !isEmulator(name)),
    peerDependencies,
    // A Lambda repository that uses the runtime alone has no CDK.
    peerDependenciesMeta: Object.fromEntries(Object.keys(peerDependencies).map((name) => [name, { optional: true }])),
    optionalDependencies: ranges(isEmulator),
  };
}

const compiled = (source: string): object => {
  const stem = source.replace(/\.ts$/, '');
  return { types: `${stem}.d.ts`, default: `${stem}.js` };
};
