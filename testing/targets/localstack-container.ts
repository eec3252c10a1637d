import { createRequire } from 'node:module';
import type { StartedLocalStackContainer } from '@testcontainers/localstack';
import { localStackStartError } from './localstack-start-error.ts';
import { TargetError } from './target-error.ts';

/** What to start. */
export interface LocalStackContainerRequest {
  readonly image: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Mounted where LocalStack looks for the engine's socket. */
  readonly socket?: string;
  /** Ends the start early; a pull that is under way goes on to its end first. */
  readonly signal?: AbortSignal;
}

export const DOCKER_SOCKET = '/var/run/docker.sock';

/**
 * Starts a container and waits until LocalStack in it is ready. When it rejects, no container is left.
 *
 * @throws {TargetError} DOCKER_UNAVAILABLE, IMAGE_UNAVAILABLE, CONTAINER_NOT_READY or PACKAGE_MISSING; or the signal's reason.
 */
export async function startLocalStackContainer(
  request: LocalStackContainerRequest,
): Promise<StartedLocalStackContainer> {
  const { image, variables, socket, signal } = request;
  const { LocalstackContainer } = await loadTestcontainers();
  let created: string | undefined;
  class Container extends LocalstackContainer {
    // Testcontainers removes a container that does not become ready, but not one that does not start.
    protected override async containerCreated(id: string): Promise<void> {
      created = id;
      signal?.throwIfAborted();
    }
  }
  const description = new Container(image).withEnvironment(variables);
  if (socket !== undefined) {
    // LocalStack runs each function in a container beside its own.
    description.withBindMounts([{ source: socket, target: DOCKER_SOCKET }]);
  }
  // Without its container the start fails at once, instead of waiting for a LocalStack that nobody wants.
  const end = () => void removeContainer(created);
  signal?.addEventListener('abort', end);
  try {
    return await description.start();
  } catch (error) {
    await removeContainer(created);
    signal?.throwIfAborted();
    throw localStackStartError(image, error, created !== undefined);
  } finally {
    signal?.removeEventListener('abort', end);
  }
}

async function loadTestcontainers() {
  try {
    return await import('@testcontainers/localstack');
  } catch (error) {
    throw new TargetError(
      'PACKAGE_MISSING',
      'the package @testcontainers/localstack is not installed; npm install --save-dev @testcontainers/localstack',
      { cause: error },
    );
  }
}

/** The part of testcontainers that removes containers which did not start. */
interface Testcontainers {
  getContainerRuntimeClient(): Promise<{
    readonly container: {
      getById(id: string): { remove(options: { readonly force: boolean; readonly v: boolean }): Promise<void> };
    };
  }>;
}

/** Removes a container and its volumes, if it is there. Never throws: there is an error already that says more. */
async function removeContainer(id: string | undefined): Promise<void> {
  if (id === undefined) {
    return;
  }
  // The copy that @testcontainers/localstack uses, wherever the package manager has put it.
  const requireHere = createRequire(import.meta.url);
  const requireThere = createRequire(requireHere.resolve('@testcontainers/localstack'));
  const { getContainerRuntimeClient } = requireThere('testcontainers') as Testcontainers;
  const client = await getContainerRuntimeClient();
  await client.container
    .getById(id)
    .remove({ force: true, v: true })
    .catch(() => {});
}
