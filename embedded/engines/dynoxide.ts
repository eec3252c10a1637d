import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { REGION } from '../account.ts';
import { dynoxideBinary } from './dynoxide-binary.ts';
import { type DynoxideProcess, startDynoxideProcess } from './dynoxide-process.ts';
import type { Answer, Engine, EngineRequest } from './engine.ts';

/** Answers that hold ARNs, which dynoxide puts into a Region of its own. */
const NAMES_ARNS = /\.(CreateTable|DescribeTable|UpdateTable|DeleteTable|ListStreams|DescribeStream|GetRecords)$/;

/** Connection and length are set anew for the engine's own connection. */
const HOP_HEADERS = new Set(['connection', 'host', 'content-length', 'transfer-encoding', 'expect', 'keep-alive']);

/**
 * Starts dynoxide (DynamoDB and its streams) as a child process that ends with this one.
 *
 * @throws {EmbeddedCloudError} ENGINE_UNAVAILABLE when this platform has no binary or it does not start.
 */
export async function startDynoxide(): Promise<Dynoxide> {
  return new Dynoxide(await startDynoxideProcess(dynoxideBinary()));
}

/** DynamoDB and DynamoDB Streams, by the dynoxide process. */
export class Dynoxide implements Engine {
  readonly #process: DynoxideProcess;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(process: DynoxideProcess) {
    this.#process = process;
  }

  /** Why long streams are slow here, if they are. */
  get slowStreams(): string | undefined {
    return this.#process.slowStreams;
  }

  async handle(request: EngineRequest): Promise<Answer> {
    const response = await this.#send(request);
    const body = await readWhole(response);
    const headers: Record<string, string> = {
      'content-type': response.headers['content-type'] ?? 'application/x-amz-json-1.0',
      'x-amzn-requestid': String(response.headers['x-amzn-requestid']),
    };
    const status = response.statusCode ?? 500;
    if (!NAMES_ARNS.test(request.headers['x-amz-target'] ?? '')) {
      const checksum = response.headers['x-amz-crc32'];
      return { status, headers: checksum ? { ...headers, 'x-amz-crc32': String(checksum) } : headers, body };
    }
    // The checksum would no longer fit.
    return { status, headers, body: body.toString().replace(/(arn:aws:\w+:|"awsRegion":")dynoxide/g, `$1${REGION}`) };
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    await this.#process.stop();
  }

  #send(request: EngineRequest): Promise<IncomingMessage> {
    const headers: Record<string, string | number> = { 'content-length': request.body.length };
    for (const [name, value] of Object.entries(request.headers)) if (!HOP_HEADERS.has(name)) headers[name] = value;
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        { agent: this.#agent, host: '127.0.0.1', port: this.#process.port, method: 'POST', path: '/', headers },
        resolve,
      );
      outgoing.on('error', reject);
      outgoing.end(request.body);
    });
  }
}

async function readWhole(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    response.on('error', reject);
  });
}
