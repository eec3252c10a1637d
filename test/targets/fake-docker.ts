import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A Docker engine that holds nothing and answers what it is told to. */
export interface FakeDocker extends AsyncDisposable {
  /** Variables by which testcontainers finds it. */
  readonly variables: Readonly<Record<string, string>>;
  /** Method and path of each call, in order, without the version of the API and the query. */
  readonly calls: readonly string[];
}

/** Source of a module that hides every Docker engine of this machine from the program that imports it first. */
export const noDocker = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const { existsSync } = fs;
  fs.existsSync = (path) => !String(path).endsWith('docker.sock') && existsSync(path);
  syncBuiltinESMExports();
`;

type Answer = readonly [status: number, body: object] | 'none';

/**
 * Starts an engine; `answers` are by the start of method and path, and `none` leaves who calls waiting. It answers
 * everything else like one that is well.
 */
export async function startFakeDocker(answers: Readonly<Record<string, Answer>>): Promise<FakeDocker> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/v[\d.]+/, '').split('?', 1)[0];
    const call = `${request.method} ${path}`;
    calls.push(call);
    const known = Object.entries(answers).find(([start]) => call.startsWith(start));
    const answer = known?.[1] ?? [200, { OperatingSystem: 'test', Architecture: 'x86_64', Containers: [] }];
    if (answer === 'none') {
      return;
    }
    const [status, body] = answer;
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    variables: { DOCKER_HOST: `tcp://127.0.0.1:${port}`, TESTCONTAINERS_RYUK_DISABLED: 'true' },
    calls,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
