import { createRequire } from 'node:module';

/** The part of testcontainers that is used beside the container of LocalStack itself. */
interface Testcontainers {
  readonly ImageName: { fromString(name: string): object };
  getContainerRuntimeClient(): Promise<{
    readonly image: { exists(name: object): Promise<boolean> };
    readonly container: { getById(id: string): Container };
  }>;
}

interface Container {
  stop(options: { readonly t: number }): Promise<void>;
  remove(options: { readonly force: boolean; readonly v: boolean }): Promise<void>;
}

/** The copy that @testcontainers/localstack uses, wherever the package manager has put it. */
function loadTestcontainers(): Testcontainers {
  const requireHere = createRequire(import.meta.url);
  return createRequire(requireHere.resolve('@testcontainers/localstack'))('testcontainers');
}

/**
 * Whether the engine has an image, so that it need not be pulled.
 *
 * @throws what testcontainers throws where no engine answers.
 */
export async function hasImage(name: string): Promise<boolean> {
  const { ImageName, getContainerRuntimeClient } = loadTestcontainers();
  const { image } = await getContainerRuntimeClient();
  return image.exists(ImageName.fromString(name));
}

/**
 * Removes a container and its volumes, if it is there. Never throws: it is the last that can be done.
 *
 * @param graceSeconds time that it is given to end by itself, in which LocalStack removes the containers of its functions
 */
export async function removeContainer(id: string, graceSeconds = 0): Promise<void> {
  try {
    const client = await loadTestcontainers().getContainerRuntimeClient();
    const container = client.container.getById(id);
    if (graceSeconds > 0) {
      await container.stop({ t: graceSeconds });
    }
    await container.remove({ force: true, v: true });
  } catch {
    // It is gone, or the engine is.
  }
}
