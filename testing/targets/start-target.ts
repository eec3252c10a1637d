import { inspect } from 'node:util';
import { isJsonObject } from '../../embedded/json.ts';
import { awsCapabilities, localStackCapabilities } from './capability.ts';
import { CloudFormationTarget } from './cloudformation-target.ts';
import { embeddedTarget, refuseBusyPort } from './embedded-target.ts';
import { startLocalStack } from './localstack.ts';
import type { Target } from './target.ts';
import { TargetError } from './target-error.ts';
import { ownEnvironment, refuseOtherCredentials, type TargetOptions } from './target-options.ts';

/** A target by its name, or one that is already running by its endpoint. */
export type TargetChoice = 'embedded' | 'localstack' | 'aws' | { readonly endpoint: string };

/**
 * Starts a target, or connects to one that runs.
 *
 * `aws` is the account and Region of the credentials that the SDK finds. It asks nobody: whoever calls this has said yes.
 *
 * @throws {TargetError} or {EmbeddedCloudError} with a message for the person who started it; nothing is left running
 * then.
 */
export async function startTarget(choice: TargetChoice, options: TargetOptions = {}): Promise<Target> {
  refuseUnknown(choice);
  if (choice === 'embedded') {
    await refuseBusyPort(options.embedded?.port);
    return embeddedTarget(options);
  }
  if (choice === 'localstack') {
    return startLocalStackTarget(options);
  }
  if (choice === 'aws') {
    refuseOtherCredentials(options);
    // Somebody who sets this means an emulator by "AWS".
    const isEmulated = ownEnvironment()['AWS_ENDPOINT_URL'] !== undefined;
    const capabilities = isEmulated ? localStackCapabilities : awsCapabilities;
    return CloudFormationTarget.connect({ ...options, name: 'aws', connection: {}, capabilities });
  }
  return CloudFormationTarget.connect({
    ...options,
    name: 'endpoint',
    connection: { endpoint: choice.endpoint },
    capabilities: localStackCapabilities,
  });
}

/** Plain JavaScript may pass anything, and without an endpoint the SDK and the CDK turn to the caller's account. */
function refuseUnknown(choice: unknown): void {
  const isNamed = choice === 'embedded' || choice === 'localstack' || choice === 'aws';
  if (isNamed || (isJsonObject(choice) && isHttpUrl(choice['endpoint']))) {
    return;
  }
  throw new TargetError(
    'TARGET_INVALID',
    `target must be 'embedded', 'localstack', 'aws' or { endpoint } with an HTTP URL, got ${inspect(choice, { breakLength: Infinity })}`,
  );
}

const isHttpUrl = (endpoint: unknown): boolean =>
  typeof endpoint === 'string' && URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol);

async function startLocalStackTarget(options: TargetOptions): Promise<Target> {
  const { endpoint, stop } = await startLocalStack(options);
  try {
    return await CloudFormationTarget.connect({
      ...options,
      name: 'localstack',
      connection: { endpoint },
      capabilities: localStackCapabilities,
      // Everything goes with the container.
      end: stop,
    });
  } catch (error) {
    await stop();
    throw error;
  }
}
