import { hasImage, removeContainer } from './container-runtime.ts';
import { localStackStartError } from './localstack-start-error.ts';
import { type CallOff, removeAtEnd } from './remove-at-end.ts';
import { TargetError } from './target-error.ts';

/** What to start. */
export interface LocalStackContainerRequest {
  readonly image: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Mounted where LocalStack looks for the engine's socket. */
  readonly socket?: string;
  /** Ends the start early; a pull that is under way goes on to its end first. */
  readonly signal?: AbortSignal;
  /** Told what takes long, when it begins. */
  readonly log?: (line: string) => void;
}

/** LocalStack in a container that is removed when this process ends, if not before. */
export interface LocalStackContainer {
  /** Base URL of every service. */
  readonly endpoint: string;
  /** Removes it and the containers of its functions. Once. */
  stop(): Promise<void>;
}

export const DOCKER_SOCKET = '/var/run/docker.sock';
/** Time that LocalStack is given to remove the containers of its functions. */
const STOP_SECONDS = 10;

/**
 * Starts a container and waits until LocalStack in it is ready. When it rejects, no container is left.
 *
 * @throws {TargetError} DOCKER_UNAVAILABLE, IMAGE_UNAVAILABLE, CONTAINER_NOT_READY or PACKAGE_MISSING; or the signal's reason.
 */
export async function startLocalStackContainer(request: LocalStackContainerRequest): Promise<LocalStackContainer> {
  const { image, variables, socket, signal, log } = request;
  const { LocalstackContainer } = await loadTestcontainers();
  let created: { readonly id: string; readonly callOff: CallOff } | undefined;
  class Container extends LocalstackContainer {
    protected override async beforeContainerCreated(): Promise<void> {
      await super.beforeContainerCreated();
      signal?.throwIfAborted();
      log?.(`starting a container of ${image}`);
    }

    // Testcontainers removes a container that does not become ready, but not one that does not start.
    protected override async containerCreated(id: string): Promise<void> {
      created = { id, callOff: removeAtEnd(id, STOP_SECONDS) };
      signal?.throwIfAborted();
    }
  }
  const description = new Container(image).withEnvironment(variables);
  if (socket !== undefined) {
    // LocalStack runs each function in a container beside its own.
    description.withBindMounts([{ source: socket, target: DOCKER_SOCKET }]);
  }
  // Without its container the start fails at once, instead of waiting for a LocalStack that nobody wants.
  const end = async () => created !== undefined && removeContainer(created.id);
  signal?.addEventListener('abort', end);
  try {
    if (!(await hasImage(image))) {
      log?.(`pulling ${image}`);
    }
    const container = await description.start();
    return {
      endpoint: container.getConnectionUri(),
      stop: async () => {
        await container.stop({ timeout: STOP_SECONDS * 1_000 });
        await created?.callOff();
      },
    };
  } catch (error) {
    await end();
    await created?.callOff();
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
