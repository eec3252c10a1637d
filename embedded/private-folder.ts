import { accessSync, constants } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'embedded-cloud-';
/** A folder in memory on Linux. */
const SHARED_MEMORY = '/dev/shm';

/**
 * Makes a folder for files of the embedded cloud, readable by this user alone; in memory where the system has such a folder.
 *
 * First removes the folders of processes that ended without doing so themselves.
 */
export async function makePrivateFolder(): Promise<string> {
  const parent = isWritable(SHARED_MEMORY) ? SHARED_MEMORY : tmpdir();
  await removeOrphans(parent);
  return mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
}

async function removeOrphans(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = Number(/^embedded-cloud-(\d+)-/.exec(name)?.[1]);
    if (Number.isInteger(owner) && !isAlive(owner)) await rm(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    // Signal 0 only asks.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
