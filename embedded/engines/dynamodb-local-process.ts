import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineProcess } from './engine-process.ts';
import { startOnFreePort } from './start-on-free-port.ts';

const KNOCK_INTERVAL_MS = 25;

/**
 * Starts DynamoDB Local on a free port, with everything in memory. It listens on all interfaces and cannot be told otherwise.
 *
 * @param folder - with `DynamoDBLocal.jar`
 * @throws {EmbeddedCloudError} ENGINE_UNAVAILABLE when it does not start.
 */
export function startDynamoDbLocalProcess(folder: string): Promise<EngineProcess> {
  return startOnFreePort('DynamoDB Local', (port) => ({
    program: 'java',
    args: [
      `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`,
      '-jar',
      join(folder, 'DynamoDBLocal.jar'),
      // Otherwise each caller's access key has tables of its own.
      '-sharedDb',
      '-inMemory',
      '-disableTelemetry',
      '-port',
      String(port),
    ],
    // The last line that it writes, before it listens.
    readyText: 'CorsParams',
    answers: async (signal) => {
      while (!(await isOpen(port))) await sleep(KNOCK_INTERVAL_MS, undefined, { signal });
    },
  }));
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
