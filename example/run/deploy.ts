import { type CloudClients, connectTo, type EmbeddedCloud, readStackOutputs, startEmbeddedCloud } from 'fanout/testing';
import type { Synthesis } from '../synthesise.ts';
import type { RunOptions } from './args.ts';
import type { Platform } from './platform.ts';

const stackName = 'FanoutExample';

/** The order platform on an embedded cloud. */
export interface Deployment {
  readonly platform: Platform;
  readonly cloud: EmbeddedCloud;
  /** Milliseconds from the synthesised template to functions that can be invoked. */
  readonly deployMs: number;
  /** Closes the clients and stops the cloud. */
  stop(): Promise<void>;
}

/**
 * Deploys a synthesised assembly. Stop it, or its processes go on.
 *
 * `verbose` also lists on standard error what the embedded cloud stores and does not enforce.
 */
export async function deploy(
  { assemblyDir }: Synthesis,
  { port, verbose }: Pick<RunOptions, 'port' | 'verbose'>,
): Promise<Deployment> {
  const startedAt = performance.now();
  const cloud = await startEmbeddedCloud({ assembly: assemblyDir, stack: stackName, port, verbose });
  const deployMs = performance.now() - startedAt;
  let clients: CloudClients | undefined;
  const stop = async () => {
    clients?.close();
    await cloud.stop();
  };
  try {
    clients = connectTo({ endpoint: cloud.endpoint });
    return { platform: { clients, outputs: await readStackOutputs(clients, stackName) }, cloud, deployMs, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
