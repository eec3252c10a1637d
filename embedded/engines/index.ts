import { type Dynoxide, startDynoxide } from './dynoxide.ts';
import type { Engine } from './engine.ts';
import { startFauxqs } from './fauxqs.ts';

/** The engines of one embedded cloud. */
export interface Engines {
  /** SNS, SQS, S3 and STS. */
  readonly fauxqs: Engine;
  /** DynamoDB and DynamoDB Streams. */
  readonly dynoxide: Dynoxide;
}

/**
 * Starts all engines side by side; `parts` ends those that started, also when another one does not.
 *
 * @param endpoint - base URL for queue URLs
 * @throws {EmbeddedCloudError} ENGINE_UNAVAILABLE.
 */
export async function startEngines(endpoint: () => string, parts: AsyncDisposableStack): Promise<Engines> {
  const owned = async <Owned extends Engine>(starting: Promise<Owned>): Promise<Owned> => {
    const engine = await starting;
    parts.defer(() => engine.stop());
    return engine;
  };
  const starting = [owned(startDynoxide()), owned(startFauxqs(endpoint))] as const;
  await Promise.allSettled(starting);
  const [dynoxide, fauxqs] = await Promise.all(starting);
  return { dynoxide, fauxqs };
}
