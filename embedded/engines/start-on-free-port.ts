import { EmbeddedCloudError } from '../embedded-cloud-error.ts';
import { type EngineCommand, type EngineProcess, startEngineProcess } from './engine-process.ts';
import { freePort } from './free-port.ts';

const ATTEMPTS = 5;

/**
 * Starts an engine that takes no port 0 on a free loopback port. Tries another one when somebody else was faster.
 *
 * @param name - of the engine, for the error
 * @throws {EmbeddedCloudError} ENGINE_UNAVAILABLE when it does not start.
 */
export async function startOnFreePort(
  name: string,
  command: (port: number, folder: string) => EngineCommand,
): Promise<EngineProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const started = await startEngineProcess(port, (folder) => command(port, folder));
    if (!('complaint' in started)) return started;
    if (attempt < ATTEMPTS && /address.*in use/i.test(started.complaint)) continue;
    throw new EmbeddedCloudError('ENGINE_UNAVAILABLE', `${name} did not start: ${started.complaint}`);
  }
}
