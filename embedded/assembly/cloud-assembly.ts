import { join, resolve } from 'node:path';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { Template } from '../template/template.ts';
import { type FileAsset, readFileAssets } from './file-asset.ts';
import { parseAssemblyText, readAssemblyFile, readAssemblyText } from './read-assembly-file.ts';

/** One stack of a cloud assembly. */
export interface AssemblyStack {
  /** The name it is deployed under. */
  readonly name: string;
  /** What the CDK's command line calls it: its path in the app, `Stage/Stack` in a stage. */
  readonly displayName: string;
  /** Where it is to go as the CDK writes it, `aws://account/region`; `unknown-account` and `unknown-region` are anywhere. */
  readonly environment: string;
  readonly template: Template;
  /** The template as it was written. */
  readonly templateText: string;
  /** Parameter values that the assembly itself carries. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Names of the stacks that must be deployed before. */
  readonly dependencies: readonly string[];
}

/** What `cdk synth` wrote, nested assemblies (stages) included. */
export interface CloudAssembly {
  readonly stacks: readonly AssemblyStack[];
  readonly fileAssets: readonly FileAsset[];
}

interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  readonly properties?: JsonObject;
  readonly dependencies?: readonly string[];
  readonly displayName?: string;
  readonly environment?: string;
}

/**
 * Reads a cloud assembly folder (`cdk.out`).
 *
 * @throws {EmbeddedCloudError} ASSEMBLY_INVALID when the folder or a file that it names is missing or no JSON.
 */
export async function readCloudAssembly(path: string): Promise<CloudAssembly> {
  const folder = resolve(path);
  const manifest = await readAssemblyFile<Manifest>(join(folder, 'manifest.json'), folder);
  const artifacts = Object.entries(manifest.artifacts ?? {});
  const stacks = await Promise.all(
    artifacts
      .filter(([, { type }]) => type === 'aws:cloudformation:stack')
      .map(([id, artifact]) => readStack(folder, id, artifact, manifest)),
  );
  const assets = await Promise.all(
    artifacts
      .filter(([, { type }]) => type === 'cdk:asset-manifest')
      .map(([, { properties }]) => readFileAssets(folder, join(folder, String(properties?.['file'])))),
  );
  const nested = await Promise.all(
    artifacts
      .filter(([, { type }]) => type === 'cdk:cloud-assembly')
      .map(([, { properties }]) => readCloudAssembly(join(folder, String(properties?.['directoryName'])))),
  );
  return {
    stacks: [...stacks, ...nested.flatMap((assembly) => assembly.stacks)],
    fileAssets: [...assets.flat(), ...nested.flatMap((assembly) => assembly.fileAssets)],
  };
}

async function readStack(folder: string, id: string, artifact: Artifact, manifest: Manifest): Promise<AssemblyStack> {
  const properties = artifact.properties ?? {};
  const file = join(folder, String(properties['templateFile']));
  const templateText = await readAssemblyText(file, folder);
  const parameters = isJsonObject(properties['parameters']) ? properties['parameters'] : {};
  return {
    name: stackName(id, artifact),
    displayName: artifact.displayName ?? id,
    environment: artifact.environment ?? 'aws://unknown-account/unknown-region',
    template: parseAssemblyText<Template>(file, templateText),
    templateText,
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)])),
    dependencies: (artifact.dependencies ?? []).flatMap((dependency) => {
      const other = manifest.artifacts?.[dependency];
      return other?.type === 'aws:cloudformation:stack' ? [stackName(dependency, other)] : [];
    }),
  };
}

function stackName(id: string, artifact: Artifact): string {
  return String(artifact.properties?.['stackName'] ?? id);
}
