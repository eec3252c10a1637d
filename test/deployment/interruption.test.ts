import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dockerObjects, processesWith } from './machine.ts';
import { runProgram } from './run-program.ts';

/** Testcontainers keeps one empty file for all its runs in the machine's temporary folder. */
const TESTCONTAINERS_LOCK = 'testcontainers-node-0.lock';

/** Runs a program, interrupts it once or more when it prints a line, and looks for what it leaves. */
async function interrupt(args: readonly string[], step: RegExp, times = 1): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-interrupted-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const before = await dockerObjects();
  let sent = 0;

  // Everything that it starts has the folder in its variables, and writes there.
  const { code } = await runProgram(args, {
    variables: { TMPDIR: folder },
    onLine: (line, send) => {
      // Again when it has said that it noticed: signals that nobody has read yet are one.
      if (sent < times && (sent === 0 ? step : /^SIGINT/).test(line)) {
        sent += 1;
        send();
      }
    },
  });

  expect(code).toBe(130);
  expect(sent).toBe(times);
  expect(readdirSync(folder).filter((file) => file !== TESTCONTAINERS_LOCK)).toEqual([]);
  expect(processesWith(`TMPDIR=${folder}`)).toEqual([]);
  // Another program on this machine may have removed something meanwhile.
  expect((await dockerObjects()).filter((object) => !before.includes(object))).toEqual([]);
}

describe('npm run test:localstack', () => {
  it.each([
    ['starts the container', /starting/],
    ['synthesises', /LocalStack is ready/],
    ['bootstraps', /^bootstrapping/],
    ['deploys', /^deploying/],
    ['runs the suite', /^running/],
  ])('leaves no container, network, volume, process or file at Ctrl-C while it %s', async (_what, step) => {
    await interrupt(['scripts/test-localstack.ts'], step);
  });
});

describe('npm start -- --target localstack', () => {
  it('leaves nothing either when somebody is impatient and presses Ctrl-C again', async () => {
    await interrupt(['example/run/start.mjs', '--target', 'localstack'], /deploying/, 2);
  });
});
