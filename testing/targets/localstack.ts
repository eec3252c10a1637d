import { existsSync } from 'node:fs';
import { DOCKER_SOCKET, startLocalStackContainer } from './localstack-container.ts';
import { environmentOf, type TargetOptions } from './target-options.ts';

/** The last image that needs no token. */
const DEFAULT_IMAGE = 'localstack/localstack:4.14.0';

/** Off by default, these make its SQS as strict as AWS's. */
const STRICT = {
  SQS_ENABLE_MESSAGE_RETENTION_PERIOD: '1',
  SQS_DELAY_PURGE_RETRY: '1',
  SQS_DELAY_RECENTLY_DELETED: '1',
};

/** AWS polls an idle source all the time and a busy one without pause; by default LocalStack waits up to 10 s, and 1 s. */
const PROMPT = {
  LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC: '0.1',
  LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_EMPTY_POLL_SEC: '1',
  LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_ERROR_SEC: '2',
};

/** A running LocalStack. Several deployments may share it, each through a target of its own with this endpoint. */
export interface LocalStack {
  /** Base URL of every service, for example `http://localhost:32768`. */
  readonly endpoint: string;
  readonly image: string;
  /** Removes the container and those of its functions. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts LocalStack in a container, by `@testcontainers/localstack`, and waits until it is ready.
 *
 * The image is `LOCALSTACK_IMAGE` if set, else `localstack/localstack:4.14.0`; `LOCALSTACK_AUTH_TOKEN` is passed on.
 * Stop it, or the container stays until the process ends, by itself or by a signal; it is removed then.
 *
 * @throws {TargetError} DOCKER_UNAVAILABLE, IMAGE_UNAVAILABLE, CONTAINER_NOT_READY or PACKAGE_MISSING.
 */
export async function startLocalStack(options: TargetOptions = {}): Promise<LocalStack> {
  const environment = environmentOf(options);
  const image = environment['LOCALSTACK_IMAGE'] || DEFAULT_IMAGE;
  const token = environment['LOCALSTACK_AUTH_TOKEN'];
  const socket = dockerSocket(environment['DOCKER_HOST']);
  const startedAt = performance.now();
  const container = await startLocalStackContainer({
    image,
    variables: { ...STRICT, ...PROMPT, ...(token && { LOCALSTACK_AUTH_TOKEN: token }) },
    ...(socket !== undefined && { socket }),
    ...(options.signal && { signal: options.signal }),
    ...(options.log && { log: options.log }),
  });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    if (stopped === undefined) {
      options.log?.(`removing the container of ${image}`);
      stopped = container.stop();
    }
    return stopped;
  };
  if (options.signal?.aborted) {
    await stop();
    throw options.signal.reason;
  }
  const { endpoint } = container;
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  options.log?.(`LocalStack is ready at ${endpoint} after ${seconds} s`);
  return { endpoint, image, stop };
}

/** The engine's socket on this machine; `undefined` when it is elsewhere. */
function dockerSocket(host = `unix://${DOCKER_SOCKET}`): string | undefined {
  const path = host.startsWith('unix://') ? host.slice('unix://'.length) : undefined;
  return path !== undefined && existsSync(path) ? path : undefined;
}
