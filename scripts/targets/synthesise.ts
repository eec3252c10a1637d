import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CdkCli } from '../../testing/targets/cdk-cli.ts';
import { repositoryRoot } from '../function-entries.ts';

/** Name of the example's stack. */
export const EXAMPLE = 'FanoutExample';

/** Synthesises the example into `folder` by `cdk synth` itself. */
export async function synthesise(folder: string, signal: AbortSignal): Promise<void> {
  const cdk = new CdkCli({ projectDirectory: repositoryRoot, environment: () => process.env });
  const { ok, output } = await cdk.run(['synth', '--quiet', '--output', folder], signal);
  if (!ok) {
    throw new Error(`cdk synth failed:\n${output}`);
  }
}

/** Gives the example's stack another name. The name is in the manifest only: the template stays as it is. */
export async function renameStack(folder: string, stackName: string): Promise<void> {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  manifest.artifacts[EXAMPLE].properties.stackName = stackName;
  await writeFile(file, JSON.stringify(manifest, undefined, 2));
}
