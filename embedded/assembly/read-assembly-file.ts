import { readFile } from 'node:fs/promises';
import { EmbeddedCloudError } from '../embedded-cloud-error.ts';

/**
 * Reads a JSON file of the assembly.
 *
 * @throws {EmbeddedCloudError} ASSEMBLY_INVALID, naming the file and what to do.
 */
export async function readAssemblyFile<Content>(file: string, assembly: string): Promise<Content> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (cause) {
    throw new EmbeddedCloudError(
      'ASSEMBLY_INVALID',
      `no cloud assembly in ${assembly}: cannot read ${file}. Run \`cdk synth\` first or give the folder it writes to.`,
      { cause },
    );
  }
  try {
    return JSON.parse(content) as Content;
  } catch (cause) {
    throw new EmbeddedCloudError('ASSEMBLY_INVALID', `${file} is no JSON: ${(cause as Error).message}`, { cause });
  }
}
