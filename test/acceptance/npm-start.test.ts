import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const startFile = fileURLToPath(new URL('../../example/run/start.mjs', import.meta.url));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs what `npm start` runs, and waits for its end. */
const start = (args: readonly string[], input = '', nodeArgs: readonly string[] = []): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [...nodeArgs, startFile, ...args], (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
    child.stdin?.end(input);
  });

const order = (clientKey: string, over: object = {}): string =>
  JSON.stringify({
    clientKey,
    customerEmail: 'me@example.com',
    card: '4242424242424242',
    lines: [{ sku: 'mug', quantity: 1 }],
    totalCents: 1200,
    ...over,
  });

describe('npm start', () => {
  it('helps', async () => {
    const { code, stdout, stderr } = await start(['--help']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('npm start -- --orders FILE.ndjson');
  });

  it('says in one line that Node is too old, with exit code 2', async () => {
    const versions = '{ ...process.versions, node: "20.20.2" }';
    const preload = `data:text/javascript,Object.defineProperty(process, 'versions', { value: ${versions} })`;

    const { code, stdout, stderr } = await start([], '', ['--import', preload]);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Node 24 or newer is needed, this is 20\.20\.2\. [^\n]*\n$/);
  });

  it('refuses an option that it does not know in one line, with exit code 2', async () => {
    const { code, stdout, stderr } = await start(['--cuont', '5']);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe('unknown option --cuont (did you mean --count?). See npm start -- --help\n');
  });

  it("fails in one line when the orders' file is not there", async () => {
    const { code, stderr } = await start(['--orders', 'nowhere.ndjson']);

    expect(code).toBe(1);
    expect(stderr).toMatch(/^cannot read the orders from nowhere\.ndjson: ENOENT[^\n]*\n$/);
  });

  it('runs the orders of standard input, names malformed and refused ones, and judges what came of the rest', {
    timeout: 120_000,
  }, async () => {
    const input = [
      order('a'),
      '{"clientKey":',
      order('b', { totalCents: 0 }),
      order('c', { card: '4000000000000002' }),
    ];

    const { code, stdout, stderr } = await start(['--orders', '-'], input.join('\n'));

    expect(stderr).toMatch(/^- line 2: not JSON: [^\n]*\n$/);
    expect(stdout).toContain('line 3: REQUEST_INVALID: totalCents: ');
    expect(stdout.match(/[✔–✘](?= {2})|[✔–✘](?= G)/g)?.join('')).toBe('✔✔✔––✔');
    expect(stdout).toContain('2 orders, 0 entries left in the outbox');
    expect(stdout).toContain('1 charge, ');
    expect(stdout).toMatch(/first order through all consumers \d+\.\d s after the start/);
    expect(stdout).toContain('1 line of the orders malformed.');
    expect(code).toBe(1);
  });

  it('does not pass a run in which every order was refused', { timeout: 120_000 }, async () => {
    const { code, stdout } = await start(['--orders', '-'], order('a', { totalCents: 0 }));

    expect(stdout).toMatch(/– G1 {2}Nothing accepted is lost +not exercised: no order was accepted/);
    expect(stdout).toMatch(/No order was accepted: nothing was proved\.\n$/);
    expect(code).toBe(1);
  });
});
