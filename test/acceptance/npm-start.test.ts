import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { noDocker } from '../targets/fake-docker.ts';

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

  describe('refuses before it synthesises, in one line and with exit code 2,', () => {
    const refused = (stderr: RegExp) => ({
      code: 2,
      stdout: expect.not.stringContaining('synthesising'),
      stderr: expect.stringMatching(stderr),
    });

    it('a port that is in use', async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;

      const ended = await start(['--port', String(port)]);
      other.close();

      expect(ended).toEqual(refused(new RegExp(`^port ${port} on 127\\.0\\.0\\.1 is in use: [^\n]*\n$`)));
    });

    it('an endpoint where nothing answers', async () => {
      const ended = await start(['--endpoint', 'http://127.0.0.1:1']);

      expect(ended).toEqual(refused(/^nothing answers at http:\/\/127\.0\.0\.1:1 [^\n]*\n$/));
    });

    it('LocalStack without Docker', async () => {
      const preload = `data:text/javascript,${encodeURIComponent(noDocker)}`;

      const ended = await start(['--target', 'localstack'], '', ['--import', preload]);

      expect(ended).toEqual(refused(/^no Docker engine answers [^\n]*\n$/));
    });
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
