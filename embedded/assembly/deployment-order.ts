import { EmbeddedCloudError } from '../embedded-cloud-error.ts';
import type { AssemblyStack } from './cloud-assembly.ts';

/**
 * The stacks to deploy, each after those it depends on.
 *
 * @param only - deploy just this stack and what it depends on
 * @throws {EmbeddedCloudError} ASSEMBLY_INVALID when there is no stack, or none of that name.
 */
export function deploymentOrder(stacks: readonly AssemblyStack[], only?: string): AssemblyStack[] {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  if (byName.size === 0) throw new EmbeddedCloudError('ASSEMBLY_INVALID', 'the cloud assembly holds no stack');
  if (only !== undefined && !byName.has(only)) {
    throw new EmbeddedCloudError(
      'ASSEMBLY_INVALID',
      `the cloud assembly holds no stack "${only}"; it holds ${[...byName.keys()].join(', ')}`,
    );
  }
  const ordered = new Set<AssemblyStack>();
  const visit = (stack: AssemblyStack | undefined): void => {
    if (!stack || ordered.has(stack)) return;
    for (const dependency of stack.dependencies) visit(byName.get(dependency));
    ordered.add(stack);
  };
  for (const stack of only === undefined ? stacks : [byName.get(only)]) visit(stack);
  return [...ordered];
}
