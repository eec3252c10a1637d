import { readCloudAssembly } from './assembly/cloud-assembly.ts';
import { deploymentOrder } from './assembly/deployment-order.ts';
import { deployStack } from './deployment/deploy-stack.ts';
import type { DeployedStack } from './deployment/deployed-stack.ts';
import type { EmbeddedCloud, EmbeddedCloudOptions } from './embedded-cloud.ts';
import { startEngines } from './engines/index.ts';
import { FaultInjector } from './faults/fault-injector.ts';
import { describeFinding, Findings } from './findings.ts';
import { Gateway } from './gateway/gateway.ts';
import { mountedServices } from './gateway/mounted-services.ts';
import { wireServices } from './wire-services.ts';

/**
 * Deploys the stacks of a cloud assembly on this machine and serves them at one base URL.
 *
 * Resolves when everything is created and ready. When it rejects, nothing is left running.
 *
 * @throws {EmbeddedCloudError} with a message for the person who started it.
 */
export async function startEmbeddedCloud(options: EmbeddedCloudOptions): Promise<EmbeddedCloud> {
  const parts = new AsyncDisposableStack();
  try {
    return await start(options, parts);
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}

async function start(options: EmbeddedCloudOptions, parts: AsyncDisposableStack): Promise<EmbeddedCloud> {
  const startedAt = performance.now();
  const assembly = await readCloudAssembly(options.assembly);
  const order = deploymentOrder(assembly.stacks, options.stack);
  const assemblyMs = elapsedMs(startedAt);

  const enginesAt = performance.now();
  const gateway = new Gateway();
  await gateway.listen(options.port ?? 0);
  const endpoint = () => gateway.endpoint;
  // Parts end last to first: the gateway before the engines that it calls, unless one of them did not start.
  parts.defer(() => gateway.stop());
  const engines = await startEngines(endpoint, parts, options.dynamodb);
  parts.defer(() => gateway.stop());
  const services = wireServices(engines, assembly.fileAssets, endpoint, parts);
  let stacks: readonly DeployedStack[] = [];
  const faults = new FaultInjector((accessKeyId) => services.lambda.crashCaller(accessKeyId));
  gateway.open({ services: mountedServices(engines, services, () => stacks), faults });
  const enginesMs = elapsedMs(enginesAt);

  const deploymentAt = performance.now();
  const findings = new Findings();
  const { slowStreams } = engines.dynamodb;
  if (slowStreams !== undefined) findings.add('DynamoDB Streams', undefined, slowStreams, 'engine');
  for (const stack of order) {
    const context = { services, findings, before: stacks, parameters: options.parameters ?? {} };
    stacks = [...stacks, await deployStack(stack, context)];
  }
  // Nobody waits for it: the stack is ready, its first invocations will only be faster.
  void services.lambda.prepare();
  if (options.verbose) for (const finding of findings.list()) console.error(describeFinding(finding));
  let stopped: Promise<void> | undefined;
  return {
    endpoint: gateway.endpoint,
    stacks: stacks.map(({ name, outputs }) => ({ name, outputs })),
    notEnforced: findings.list(),
    alarms: services.alarms.list(),
    timings: { assemblyMs, enginesMs, deploymentMs: elapsedMs(deploymentAt), totalMs: elapsedMs(startedAt) },
    stop: () => {
      stopped ??= parts.disposeAsync();
      return stopped;
    },
  };
}

function elapsedMs(since: number): number {
  return Math.round(performance.now() - since);
}
