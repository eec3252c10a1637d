import { type EmbeddedCloud, startEmbeddedCloud } from '../../embedded/index.ts';
import { embeddedCapabilities } from './capability.ts';
import type { Target } from './target.ts';
import type { TargetOptions } from './target-options.ts';

/** The embedded cloud as a target. Each deployment is a cloud of its own, so that none sees another's messages. */
export function embeddedTarget({ embedded }: Pick<TargetOptions, 'embedded'>): Target {
  const clouds: EmbeddedCloud[] = [];
  return {
    name: 'embedded',
    capabilities: embeddedCapabilities,
    deploy: async ({ assembly, stack }) => {
      const cloud = await startEmbeddedCloud({ ...embedded, assembly, stack });
      clouds.push(cloud);
      return { connection: { endpoint: cloud.endpoint }, stacks: cloud.stacks.map(({ name }) => name) };
    },
    stop: async () => {
      await Promise.all(clouds.splice(0).map((cloud) => cloud.stop()));
      return [];
    },
  };
}
