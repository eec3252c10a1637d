import type { AssemblyStack } from '../assembly/cloud-assembly.ts';
import { EmbeddedCloudError } from '../embedded-cloud-error.ts';

/** @throws {EmbeddedCloudError} TEMPLATE_INVALID for a template that AWS would have to transform first. */
export function refuseMacros({ name, template }: AssemblyStack): void {
  if (template['Transform'] === undefined) return;
  throw new EmbeddedCloudError(
    'TEMPLATE_INVALID',
    `stack ${name}: the template has the transform ${JSON.stringify(template['Transform'])}, which only AWS can run`,
  );
}
