import { REGION } from '../account.ts';
import { dynoxideBinary } from './dynoxide-binary.ts';
import { type DynoxideProcess, startDynoxideProcess } from './dynoxide-process.ts';
import type { Answer, Engine, EngineRequest } from './engine.ts';
import { LoopbackConnection, type WireAnswer } from './loopback-connection.ts';

/** Answers that hold ARNs, which dynoxide puts into a Region of its own. */
const NAMES_ARNS = /\.(CreateTable|DescribeTable|UpdateTable|DeleteTable|ListStreams|DescribeStream|GetRecords)$/;

/** What dynoxide reads of a request's headers. */
const FORWARDED = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target'];

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
  readonly #idle: LoopbackConnection[] = [];

  constructor(process: DynoxideProcess) {
    this.#process = process;
  }

  /** Why long streams are slow here, if they are. */
  get slowStreams(): string | undefined {
    return this.#process.slowStreams;
  }

  async handle(request: EngineRequest): Promise<Answer> {
    const { status, head, body } = await this.#send(request);
    const headers = { 'content-type': 'application/x-amz-json-1.0', ...amazonHeaders(head) };
    if (!NAMES_ARNS.test(request.headers['x-amz-target'] ?? '')) return { status, headers, body };
    const { 'x-amz-crc32': _noLongerFits, ...others } = headers;
    return {
      status,
      headers: others,
      body: body.toString().replace(/(arn:aws:\w+:|"awsRegion":")dynoxide/g, `$1${REGION}`),
    };
  }

  async stop(): Promise<void> {
    for (const connection of this.#idle) connection.close();
    await this.#process.stop();
  }

  async #send({ headers, body }: EngineRequest): Promise<WireAnswer> {
    const connection = this.#connection();
    const lines = FORWARDED.filter((name) => headers[name] !== undefined).map(
      (name) => `${name}: ${headers[name]}\r\n`,
    );
    const head = `POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${body.length}\r\n${lines.join('')}\r\n`;
    const answer = await connection.request(head, body);
    this.#idle.push(connection);
    return answer;
  }

  #connection(): LoopbackConnection {
    for (;;) {
      const idle = this.#idle.pop();
      if (!idle) return new LoopbackConnection(this.#process.port);
      if (idle.isOpen) return idle;
    }
  }
}

function amazonHeaders(head: string): Record<string, string> & { 'x-amz-crc32'?: string } {
  return Object.fromEntries(
    [...head.matchAll(/\r\n(x-amz[\w-]*): *([^\r]*)/gi)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      value,
    ]),
  );
}
