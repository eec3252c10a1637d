import { TargetError } from './target-error.ts';

/**
 * Why a container of LocalStack did not start. Testcontainers throws plain errors: their texts are all there is to go by.
 *
 * @param wasCreated - whether there was a container, and so an image
 */
export function localStackStartError(image: string, cause: unknown, wasCreated: boolean): TargetError {
  const text = cause instanceof Error ? cause.message : String(cause);
  // The engine's own words, without the status of its answer.
  const detail = text
    .split('\n', 1)[0]
    ?.replace(/^\(HTTP code \d+\) [^-]*- /, '')
    .trim();
  if (/container runtime/i.test(text)) {
    return new TargetError(
      'DOCKER_UNAVAILABLE',
      `no Docker engine answers (${detail}); start Docker, or use the embedded cloud, which needs none`,
      { cause },
    );
  }
  if (!wasCreated && /no such image|pull|manifest|not found|registry|no such host/i.test(text)) {
    return new TargetError(
      'IMAGE_UNAVAILABLE',
      `the image ${image} is not here and cannot be pulled (${detail}); pull it by hand, or name another in LOCALSTACK_IMAGE`,
      { cause },
    );
  }
  return new TargetError(
    'CONTAINER_NOT_READY',
    `LocalStack did not become ready in a container of ${image} (${detail}); docker run --rm ${image} shows why, newer images need LOCALSTACK_AUTH_TOKEN`,
    { cause },
  );
}
