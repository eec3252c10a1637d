import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

const repository = fileURLToPath(new URL('../../', import.meta.url));
/** Testcontainers keeps one empty file for all its runs in the machine's temporary folder. */
const TESTCONTAINERS_LOCK = 'testcontainers-node-0.lock';
const ENDPOINT = /LocalStack is ready at (\S+) after/;

/** Runs a program, interrupts it once or more when it prints a line, and looks for what it leaves. */
async function interrupt(args: readonly string[], step: RegExp, times = 1): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-interrupted-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // Everything that it starts has the folder in its variables, and writes there.
  const child = spawn(process.execPath, args, {
    cwd: repository,
    env: { ...withoutVitest(process.env), TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let endpoint: string | undefined;
  let sent = 0;
  const read = async (stream: Readable): Promise<void> => {
    for await (const line of createInterface(stream)) {
      endpoint ??= ENDPOINT.exec(line)?.[1];
      // Again when it has said that it noticed: signals that nobody has read yet are one.
      if (sent < times && (sent === 0 ? step : /^SIGINT/).test(line)) {
        sent += 1;
        child.kill('SIGINT');
      }
    }
  };
  await Promise.all([read(child.stdout), read(child.stderr)]);

  expect(await ended).toEqual([130, null]);
  expect(sent).toBe(times);
  expect(readdirSync(folder).filter((file) => file !== TESTCONTAINERS_LOCK)).toEqual([]);
  expect(processesWith(`TMPDIR=${folder}`)).toEqual([]);
  if (endpoint !== undefined) {
    await expect(fetch(endpoint)).rejects.toThrow('fetch failed');
  }
}

describe('npm run test:localstack', () => {
  it.each([
    ['starts the container', /starting/],
    ['synthesises', /LocalStack is ready/],
    ['bootstraps', /^bootstrapping/],
    ['deploys', /^deploying/],
    ['runs the suite', /^running/],
  ])('leaves no container, process or file at Ctrl-C while it %s', async (_what, step) => {
    await interrupt(['scripts/test-localstack.ts'], step);
  });
});

describe('npm start -- --target localstack', () => {
  it('leaves no container, process or file when somebody is impatient and presses Ctrl-C again', async () => {
    await interrupt(['example/run/start.mjs', '--target', 'localstack'], /deploying/, 2);
  });
});

/** Command lines of the processes that have `text` among their variables. Linux only, as Docker in CI is. */
const processesWith = (text: string): readonly string[] =>
  readdirSync('/proc').flatMap((id) => {
    try {
      const isOne = /^\d+$/.test(id) && readFileSync(`/proc/${id}/environ`, 'utf8').includes(text);
      return isOne ? [readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
    } catch {
      return [];
    }
  });

/** A vitest that finds the variables of another takes itself for a worker. */
const withoutVitest = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$)/.test(name)));
