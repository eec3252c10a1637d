import { text } from '../template/intrinsics.ts';
import { type ResolutionScope, templateError } from '../template/resolution-scope.ts';
import { resolve } from '../template/resolve.ts';
import type { Template } from '../template/template.ts';
import type { DeployedStack } from './deployed-stack.ts';

/**
 * Resolves a template's outputs, those whose condition holds.
 *
 * @throws {EmbeddedCloudError} TEMPLATE_INVALID, naming the output.
 */
export function stackOutputs(
  template: Template,
  scope: ResolutionScope,
): Pick<DeployedStack, 'outputs' | 'exportNames'> {
  const outputs: Record<string, string> = {};
  const exportNames: Record<string, string> = {};
  for (const [name, { Value, Condition, Export }] of Object.entries(template.Outputs ?? {})) {
    if (Condition !== undefined && !scope.condition(Condition)) continue;
    try {
      outputs[name] = text('Value', resolve(Value, scope));
      if (Export) exportNames[name] = text('Export.Name', resolve(Export.Name, scope));
    } catch (error) {
      throw templateError(`output ${name}: ${(error as Error).message}`);
    }
  }
  return { outputs, exportNames };
}
