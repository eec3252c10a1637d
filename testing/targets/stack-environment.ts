import type { AssemblyStack } from '../../embedded/assembly/cloud-assembly.ts';
import type { Identity } from './identity.ts';
import { TargetError } from './target-error.ts';

/**
 * Refuses stacks that their app sends to another account or Region than the target's. The CDK would follow the app, and
 * then nobody looks for them, or removes them, where they are.
 *
 * @throws {TargetError} ENVIRONMENT_MISMATCH.
 */
export function refuseElsewhere(stacks: readonly AssemblyStack[], { account, region }: Identity): void {
  for (const { name, environment } of stacks) {
    const [, forAccount = 'unknown-account', forRegion = 'unknown-region'] =
      /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment) ?? [];
    const isHere = [account, 'unknown-account'].includes(forAccount) && [region, 'unknown-region'].includes(forRegion);
    if (!isHere) {
      throw new TargetError(
        'ENVIRONMENT_MISMATCH',
        `the app deploys stack ${name} to account ${forAccount}, ${forRegion}, the target is account ${account}, ${region}; synthesise it without "env", or choose credentials and Region of its environment`,
      );
    }
  }
}
