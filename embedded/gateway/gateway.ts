import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EmbeddedCloudError } from '../embedded-cloud-error.ts';
import type { Answer, EngineRequest } from '../engines/engine.ts';
import type { FaultInjector } from '../faults/fault-injector.ts';
import { FAULTS_PATH, faultsEndpoint } from '../faults/faults-endpoint.ts';
import { ServiceError } from '../service-call.ts';
import { errorAnswer } from './answers.ts';
import { awsRequest } from './aws-request.ts';
import type { Service } from './service.ts';

/** SDKs keep sockets for reuse; a server that closes an idle one just then breaks the next request. */
const IDLE_SOCKET_MS = 600_000;

/** Why a port cannot be had, by the system's code, and what to do. */
const REFUSED_PORTS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use: stop what listens there',
  EACCES: 'is for privileged users: become one',
};

/** What a gateway sends requests to. */
export interface ServicesBehind {
  /** Services by signing name. */
  readonly services: Readonly<Record<string, Service>>;
  readonly faults: FaultInjector;
}

/** The one HTTP server of an embedded cloud: takes every request to a service of AWS, on the loopback interface only. */
export class Gateway {
  readonly #server: Server;
  #endpoint = '';
  #behind: ServicesBehind | undefined;

  constructor() {
    this.#server = createServer({ keepAlive: true, noDelay: true }, (request, response) => {
      void this.#serve(request, response);
    });
    this.#server.keepAliveTimeout = IDLE_SOCKET_MS;
  }

  /** `http://127.0.0.1:PORT`; empty before `listen`. */
  get endpoint(): string {
    return this.#endpoint;
  }

  /** Lets requests through from now on; before, every answer is that the service is not available. */
  open(behind: ServicesBehind): void {
    this.#behind = behind;
  }

  /**
   * Listens on 127.0.0.1.
   *
   * @param port - 0 for any free port
   * @throws {EmbeddedCloudError} PORT_IN_USE.
   */
  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (cause: NodeJS.ErrnoException) => {
        const reason = REFUSED_PORTS[cause.code ?? ''];
        if (reason === undefined) return reject(cause);
        const message = `port ${port} on 127.0.0.1 ${reason}, or choose another port (0: any free one)`;
        return reject(new EmbeddedCloudError('PORT_IN_USE', message, { cause }));
      });
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    this.#endpoint = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends every connection. Idempotent. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const answer = await this.#answer(await readRequest(incoming, response));
      if (!answer) {
        incoming.socket.destroy();
        return;
      }
      const { status, headers, body } = answer;
      response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
      response.end(body);
    } catch {
      // The caller went away in the middle of its request.
      incoming.socket.destroy();
    }
  }

  /** Undefined when the caller has been ended and waits for no answer. */
  async #answer(received: EngineRequest): Promise<Answer | undefined> {
    const request = awsRequest(received);
    if (!this.#behind)
      return errorAnswer(request.protocol, 'ServiceUnavailable', 'The embedded cloud is starting', 503);
    const { services, faults } = this.#behind;
    if (received.url === FAULTS_PATH) return faultsEndpoint(received, faults);
    const service = services[request.service];
    if (!service) {
      const message = `The embedded cloud has no service ${request.service} (action ${request.operation || request.url})`;
      return errorAnswer(request.protocol, 'UnknownOperationException', message, 404);
    }
    try {
      return await faults.perform(request, service);
    } catch (error) {
      const { code, message, status } =
        error instanceof ServiceError
          ? error
          : { code: 'InternalFailure', message: `${request.service}: ${(error as Error).message}`, status: 500 };
      return errorAnswer(request.protocol, code, message, status);
    }
  }
}

function readRequest(incoming: IncomingMessage, response: ServerResponse): Promise<EngineRequest> {
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', reject);
    incoming.on('end', () =>
      resolve({
        method: incoming.method ?? 'GET',
        url: incoming.url ?? '/',
        headers: incoming.headers as Record<string, string>,
        body: Buffer.concat(chunks),
        signal: gone.signal,
      }),
    );
  });
}
