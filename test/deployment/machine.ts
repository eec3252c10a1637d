import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const docker = async (...args: string[]): Promise<readonly string[]> => {
  const { stdout } = await promisify(execFile)('docker', args);
  return stdout.split('\n').filter((line) => line !== '');
};

/** What Docker holds, one line each. */
export async function dockerObjects(): Promise<readonly string[]> {
  const objects = await Promise.all([
    docker('container', 'ls', '--all', '--format', 'container {{.ID}} of {{.Image}}'),
    docker('network', 'ls', '--format', 'network {{.ID}} {{.Name}}'),
    docker('volume', 'ls', '--format', 'volume {{.Name}}'),
  ]);
  return objects.flat();
}

/** Command lines of the processes that have `text` among their variables. Linux only, as Docker in CI is. */
export const processesWith = (text: string): readonly string[] =>
  readdirSync('/proc').flatMap((id) => {
    try {
      const isOne = /^\d+$/.test(id) && readFileSync(`/proc/${id}/environ`, 'utf8').includes(text);
      return isOne ? [readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
    } catch {
      return [];
    }
  });
