import type { AssemblyStack } from '../../embedded/assembly/cloud-assembly.ts';
import type { Capability } from './capability.ts';
import { TargetError } from './target-error.ts';

/**
 * Refuses stacks that read outputs of other stacks where nobody resolves that. Such a place takes the intrinsic function
 * for a value, and a resource far from it fails a minute later for another reason.
 *
 * @throws {TargetError} TEMPLATE_UNSUPPORTED.
 */
export function refuseStackOutputs(
  stacks: readonly AssemblyStack[],
  { capabilities }: { readonly capabilities: ReadonlySet<Capability> },
): void {
  const reader = stacks.find(({ template }) => readsStackOutput(template));
  if (reader !== undefined && !capabilities.has('stack-outputs')) {
    throw new TargetError(
      'TEMPLATE_UNSUPPORTED',
      `stack ${reader.name} reads outputs of other stacks (Fn::GetStackOutput), which LocalStack 4.14 does not know; test it on the embedded cloud, or put both in one stack`,
    );
  }
}

/** Whether the function is a key somewhere in it; a text that only mentions it is none. */
const readsStackOutput = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).some(([key, inner]) => key === 'Fn::GetStackOutput' || readsStackOutput(inner));
