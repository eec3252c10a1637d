import { Gateway } from '../../embedded/gateway/gateway.ts';
import { type EmbeddedCloud, startEmbeddedCloud } from '../../embedded/index.ts';
import { embeddedCapabilities } from './capability.ts';
import type { Target } from './target.ts';
import type { TargetOptions } from './target-options.ts';

/** The embedded cloud as a target. Each deployment is a cloud of its own, so that none sees another's messages. */
export function embeddedTarget({ embedded, signal }: Pick<TargetOptions, 'embedded' | 'signal'>): Target {
  const clouds: Promise<EmbeddedCloud>[] = [];
  return {
    name: 'embedded',
    capabilities: embeddedCapabilities,
    deploy: async ({ assembly, stack }) => {
      signal?.throwIfAborted();
      const start = startEmbeddedCloud({ ...embedded, assembly, stack });
      clouds.push(start);
      const cloud = await start;
      signal?.throwIfAborted();
      return { connection: { endpoint: cloud.endpoint }, stacks: cloud.stacks.map(({ name }) => name) };
    },
    stop: async () => {
      // One that did not start has stopped by itself.
      const stop = (start: Promise<EmbeddedCloud>) =>
        start.then(
          (cloud) => cloud.stop(),
          () => {},
        );
      await Promise.all(clouds.splice(0).map(stop));
      return [];
    },
  };
}

/**
 * Refuses a port that is taken before anybody has bundled or synthesised for a cloud that cannot start.
 *
 * @throws {EmbeddedCloudError} PORT_IN_USE.
 */
export async function refuseBusyPort(port = 0): Promise<void> {
  const gateway = new Gateway();
  await gateway.listen(port);
  await gateway.stop();
}
