import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Docker engine that holds nothing and answers what it is told to. */
export interface FakeDocker extends AsyncDisposable {
  /** Variables by which testcontainers finds it. */
  readonly variables: Readonly<Record<string, string>>;
  /** Method and path of each call, in order, without the version of the API and the query. */
  readonly calls: readonly string[];
  /** What containers were to be created of, in order, as the engine's API has it. */
  readonly created: readonly ContainerRequest[];
  /** Its socket, if it has one. */
  readonly socket?: string;
}

interface ContainerRequest {
  readonly Image: string;
  readonly Env: readonly string[];
  readonly HostConfig: { readonly Binds?: readonly string[] };
}

/** How an engine is reached. */
interface FakeDockerOptions {
  /** Whether by a socket of this machine instead of a port. */
  readonly hasSocket?: boolean;
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
export async function startFakeDocker(
  answers: Readonly<Record<string, Answer>>,
  { hasSocket = false }: FakeDockerOptions = {},
): Promise<FakeDocker> {
  const calls: string[] = [];
  const created: ContainerRequest[] = [];
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').replace(/^\/v[\d.]+/, '').split('?', 1)[0];
    const call = `${request.method} ${path}`;
    calls.push(call);
    const known = Object.entries(answers).find(([start]) => call.startsWith(start));
    const answer = known?.[1] ?? [200, { OperatingSystem: 'test', Architecture: 'x86_64', Containers: [] }];
    if (answer === 'none') {
      return;
    }
    const [status, body] = answer;
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    if (call === 'POST /containers/create') {
      created.push(JSON.parse(Buffer.concat(chunks).toString()));
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const folder = hasSocket ? mkdtempSync(join(tmpdir(), 'fanout-docker-')) : undefined;
  const socket = folder && join(folder, 'docker.sock');
  await new Promise<void>((resolve) => {
    if (socket === undefined) {
      server.listen(0, '127.0.0.1', resolve);
    } else {
      server.listen(socket, resolve);
    }
  });
  const host = socket === undefined ? `tcp://127.0.0.1:${(server.address() as AddressInfo).port}` : `unix://${socket}`;
  return {
    // Where this runs in a container itself, testcontainers would start another one to find out how to reach the engine.
    variables: { DOCKER_HOST: host, TESTCONTAINERS_RYUK_DISABLED: 'true', TESTCONTAINERS_HOST_OVERRIDE: 'localhost' },
    calls,
    created,
    ...(socket !== undefined && { socket }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (folder !== undefined) {
        rmSync(folder, { recursive: true });
      }
    },
  };
}
