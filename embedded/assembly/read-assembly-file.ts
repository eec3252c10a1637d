import { readFile } from 'node:fs/promises';
import { EmbeddedCloudError } from '../embedded-cloud-error.ts';

/** Reads a JSON file of the assembly; errors as those of {@link readAssemblyText} and {@link parseAssemblyText}. */
export async function readAssemblyFile<Content>(file: string, assembly: string): Promise<Content> {
  return parseAssemblyText<Content>(file, await readAssemblyText(file, assembly));
}

/**
 * Reads a file of the assembly.
 *
 * @throws {EmbeddedCloudError} ASSEMBLY_INVALID, naming the file and what to do.
 */
export async function readAssemblyText(file: string, assembly: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new EmbeddedCloudError(
      'ASSEMBLY_INVALID',
      `no cloud assembly in ${assembly}: cannot read ${file}. Run \`cdk synth\` first or give the folder it writes to.`,
      { cause },
    );
  }
}

/** @throws {EmbeddedCloudError} ASSEMBLY_INVALID, naming the file and what is wrong with it. */
export function parseAssemblyText<Content>(file: string, text: string): Content {
  try {
    return JSON.parse(text) as Content;
  } catch (cause) {
    throw new EmbeddedCloudError('ASSEMBLY_INVALID', `${file} is no JSON: ${(cause as Error).message}`, { cause });
  }
}
