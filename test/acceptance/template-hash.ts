import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** SHA-256 of a template as it was written, in hexadecimal. */
export const templateHash = (template: string): string => createHash('sha256').update(template).digest('hex');

/** The hash of the example's template in a cloud assembly. */
export async function synthesisedHash(assembly: string): Promise<string> {
  return templateHash(await readFile(join(assembly, 'FanoutExample.template.json'), 'utf8'));
}
