import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../../', import.meta.url));
/** Testcontainers keeps one empty file for all its runs in the machine's temporary folder. */
const TESTCONTAINERS_LOCK = 'testcontainers-node-0.lock';
const ENDPOINT = /^LocalStack is ready at (.+)$/;

describe('npm run test:localstack', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-interrupted-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['starts the container', /^starting/],
    ['bootstraps', /^bootstrapping/],
    ['deploys', /^deploying/],
    ['runs the suite', /^running/],
  ])('leaves no container, process or file at Ctrl-C while it %s', async (_what, step) => {
    // Everything that it starts has the folder in its variables, and writes there.
    const child = spawn(process.execPath, ['scripts/test-localstack.ts'], {
      cwd: repository,
      env: { ...withoutVitest(process.env), TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    let endpoint: string | undefined;
    for await (const line of createInterface(child.stdout)) {
      endpoint ??= ENDPOINT.exec(line)?.[1];
      if (step.test(line)) {
        child.kill('SIGINT');
      }
    }

    expect(await ended).toEqual([130, null]);
    expect(readdirSync(folder).filter((file) => file !== TESTCONTAINERS_LOCK)).toEqual([]);
    expect(processesWith(`TMPDIR=${folder}`)).toEqual([]);
    if (endpoint !== undefined) {
      await expect(fetch(endpoint)).rejects.toThrow('fetch failed');
    }
  });
});

/** Ids of the processes that have `text` among their variables. Linux only, as Docker in CI is. */
const processesWith = (text: string): readonly string[] =>
  readdirSync('/proc').filter((id) => {
    try {
      return /^\d+$/.test(id) && readFileSync(`/proc/${id}/environ`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });

/** A vitest that finds the variables of another takes itself for a worker. */
const withoutVitest = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$)/.test(name)));
