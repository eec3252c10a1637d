import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { EmbeddedCloudError } from '../embedded-cloud-error.ts';
import { makePrivateFolder } from '../private-folder.ts';
import { freePort } from './free-port.ts';
import { indexStreamRecords } from './stream-record-index.ts';

/** A running dynoxide. */
export interface DynoxideProcess {
  readonly port: number;
  /** Why writes to tables with long streams are slow, if they are. */
  readonly slowStreams: string | undefined;
  /** Ends the process and removes its files. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Runs the engine until standard input closes, which it does however this process ends, SIGKILL included; then removes
 * its files. Standard error is given to the engine alone, so that its end is the engine's end.
 */
const KEEPER = [
  'folder="$1"; shift',
  '"$@" &',
  'engine=$!',
  'exec 2>/dev/null',
  'read -r _',
  'kill -9 $engine; wait $engine',
  'rm -rf -- "$folder"',
].join('\n');

const ATTEMPTS = 5;

/**
 * Starts dynoxide on a free loopback port, with its database in a private folder.
 *
 * @throws {EmbeddedCloudError} ENGINE_UNAVAILABLE when it does not start.
 */
export async function startDynoxideProcess(binary: string): Promise<DynoxideProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const folder = await makePrivateFolder();
    const port = await freePort();
    const database = join(folder, 'dynamodb.sqlite');
    const keeper = spawn(
      '/bin/sh',
      ['-c', KEEPER, 'dynoxide-keeper', folder, binary, 'serve', '--port', String(port), '--db-path', database],
      // A process group of its own: Ctrl+C in the terminal must not end the engine before the cloud has stopped.
      { stdio: ['pipe', 'ignore', 'pipe'], detached: true },
    );
    // It may be gone when we tell it to end.
    keeper.stdin?.on('error', () => {});
    const complaint = await listening(keeper);
    if (complaint === undefined) {
      return { port, slowStreams: indexStreamRecords(database), stop: () => end(keeper) };
    }
    await end(keeper);
    // dynoxide takes no port 0, so somebody else may have been faster.
    if (attempt < ATTEMPTS && /address.*in use/i.test(complaint)) continue;
    throw new EmbeddedCloudError('ENGINE_UNAVAILABLE', `dynoxide (${binary}) did not start: ${complaint.trim()}`);
  }
}

/** Waits until the engine listens; else answers what it wrote before it ended. */
function listening(keeper: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    let output = '';
    keeper.on('error', (error) => resolve(error.message));
    keeper.stderr?.on('data', (chunk: Buffer) => {
      output += chunk;
      if (output.includes('listening on')) resolve(undefined);
    });
    keeper.stderr?.on('end', () => resolve(output || 'it ended without a word'));
  });
}

async function end(keeper: ChildProcess): Promise<void> {
  const neverStarted = keeper.pid === undefined;
  if (neverStarted || keeper.exitCode !== null || keeper.signalCode !== null) return;
  const exit = once(keeper, 'exit');
  keeper.stdin?.end();
  await exit;
}
