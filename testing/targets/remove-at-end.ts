import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/** Calls off what {@link removeAtEnd} has arranged. Idempotent. */
export type CallOff = () => Promise<void>;

/**
 * Has a container removed when this process ends, however it does: by Ctrl-C, by a signal, or by SIGKILL, as a test runner
 * may end its workers. Nothing listens to signals here, so that whoever does decides what they do.
 */
export function removeAtEnd(containerId: string, graceSeconds: number): CallOff {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const keeperFile = fileURLToPath(new URL(`./container-keeper.${extension}`, import.meta.url));
  const keeper = spawn(process.execPath, [keeperFile, containerId, String(graceSeconds)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // A process group of its own: Ctrl-C in the terminal must not end it before it has removed the container.
    detached: true,
  });
  const ended = once(keeper, 'exit').catch(() => {});
  const stdin = keeper.stdin as Socket;
  stdin.on('error', () => {});
  // This process may end while the keeper waits: that is what it waits for.
  keeper.unref();
  stdin.unref();
  return async () => {
    keeper.ref();
    keeper.kill('SIGKILL');
    await ended;
  };
}
