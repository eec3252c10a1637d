import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from 'fanout/testing';
import { describe, expect, it } from 'vitest';
import { type FakeDocker, startFakeDocker } from './fake-docker.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
/** A user's program: it listens to no signal. */
const PROGRAM = "const { startLocalStack } = await import('fanout/testing'); await startLocalStack();";

/** An engine on which containers are created, and never say that they have started. */
const startEngine = (): Promise<FakeDocker> =>
  startFakeDocker({
    'GET /images/': [200, {}],
    'GET /containers/json': [200, []],
    'POST /containers/create': [201, { Id: 'c0ffee' }],
    'POST /containers/c0ffee/start': 'none',
    'POST /containers/c0ffee/stop': [204, {}],
    'DELETE /containers/c0ffee': [204, {}],
  });

describe('startLocalStack', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'removes its container when %s ends the program, which ends by that signal',
    async (signal) => {
      await using docker = await startEngine();
      const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
        cwd: repository,
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...docker.variables },
        stdio: 'ignore',
      });
      const ended = once(child, 'exit');
      await calledFor(docker, 'POST /containers/c0ffee/start');

      child.kill(signal);

      expect(await ended).toEqual([null, signal]);
      await calledFor(docker, 'DELETE /containers/c0ffee');
      // First it may remove the containers of its functions.
      expect(docker.calls.at(-2)).toBe('POST /containers/c0ffee/stop');
    },
  );
});

const calledFor = ({ calls }: FakeDocker, call: string): Promise<unknown> =>
  eventually(() => calls.includes(call), { deadlineMs: 30_000, what: call });
