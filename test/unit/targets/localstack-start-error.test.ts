import { describe, expect, it } from 'vitest';
import { localStackStartError } from '../../../testing/targets/localstack-start-error.ts';

describe('localStackStartError', () => {
  // As testcontainers 12 and the Docker engine word them.
  it.each([
    ['Could not find a working container runtime strategy', 'DOCKER_UNAVAILABLE', 'start Docker'],
    [
      '(HTTP code 500) server error - Get "https://registry-1.docker.io/v2/": lookup registry-1.docker.io: no such host',
      'IMAGE_UNAVAILABLE',
      'pull it by hand',
    ],
    ['(HTTP code 404) no such image - No such image: ls:1', 'IMAGE_UNAVAILABLE', 'pull it by hand'],
    ['Log message "Ready" not received after 120000ms', 'CONTAINER_NOT_READY', 'docker run --rm ls:1 shows why'],
    ['Log stream ended and message "Ready" was not received', 'CONTAINER_NOT_READY', 'LOCALSTACK_AUTH_TOKEN'],
  ])('makes of "%s" %s with what to do', (text, code, advice) => {
    const error = localStackStartError('ls:1', new Error(`${text}\nmore lines`), false);

    expect(error.code).toBe(code);
    expect(error.message).toContain(advice);
    expect(error.message).toContain(`(${text.replace(/^\(HTTP.*? - /, '')})`);
    expect(error.message).not.toContain('\n');
  });

  it('does not blame the image when there was a container, whatever the engine says', () => {
    const text = 'OCI runtime create failed: exec: "localstack": executable file not found in $PATH';

    expect(localStackStartError('ls:1', new Error(text), true).code).toBe('CONTAINER_NOT_READY');
  });
});
