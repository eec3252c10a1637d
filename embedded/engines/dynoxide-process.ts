import { join } from 'node:path';
import type { EngineProcess } from './engine-process.ts';
import { startOnFreePort } from './start-on-free-port.ts';
import { indexStreamRecords } from './stream-record-index.ts';

/** A running dynoxide. */
export interface DynoxideProcess extends EngineProcess {
  /** Why writes to tables with long streams are slow, if they are. */
  readonly slowStreams: string | undefined;
}

/**
 * Starts dynoxide on a free loopback port, with its database in a private folder.
 *
 * @throws {EmbeddedCloudError} ENGINE_UNAVAILABLE when it does not start.
 */
export async function startDynoxideProcess(binary: string): Promise<DynoxideProcess> {
  let database = '';
  const process = await startOnFreePort(`dynoxide (${binary})`, (port, folder) => {
    database = join(folder, 'dynamodb.sqlite');
    return {
      program: binary,
      args: ['serve', '--port', String(port), '--db-path', database],
      readyText: 'listening on',
    };
  });
  return { ...process, slowStreams: indexStreamRecords(database) };
}
