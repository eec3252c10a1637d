import { REGION } from '../account.ts';
import { type DynamoDbEngineName, type DynamoDbProcess, startDynamoDbProcess } from './dynamodb-process.ts';
import type { Answer, Engine, EngineRequest } from './engine.ts';
import { LoopbackConnection, type WireAnswer } from './loopback-connection.ts';
import { signedHeaders } from './signed-headers.ts';

/** Each engine has a Region of its own, and puts it into ARNs. */
const REGION_OF: Readonly<Record<DynamoDbEngineName, string>> = {
  dynoxide: 'dynoxide',
  'dynamodb-local': 'ddblocal',
};
/** Answers that hold ARNs. */
const ANSWERS_ARNS =
  /\.(CreateTable|DescribeTable|UpdateTable|DeleteTable|ListStreams|DescribeStream|GetShardIterator|GetRecords)$/;
/** Requests that hold ARNs, also within a shard iterator. */
const TAKES_ARNS = /^DynamoDBStreams_/;

/** What the engines read of a request's headers, beside the signature. */
const FORWARDED = ['content-type', 'x-amz-target'];

/** One caller for all: DynamoDB Local takes only letters and digits in an access key, and ours name functions. */
const SIGNATURE = Object.entries(signedHeaders('dynamodb'))
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('');

/**
 * Starts DynamoDB with its streams as a child process that ends with this one.
 *
 * @param engine - undefined for dynoxide where its binary is installed, else DynamoDB Local
 * @throws {EmbeddedCloudError} ENGINE_UNAVAILABLE when the engine is not there or does not start.
 */
export async function startDynamoDb(engine?: DynamoDbEngineName): Promise<DynamoDb> {
  return new DynamoDb(await startDynamoDbProcess(engine));
}

/** DynamoDB and DynamoDB Streams, by the process of an engine. */
export class DynamoDb implements Engine {
  readonly #process: DynamoDbProcess;
  readonly #idle: LoopbackConnection[] = [];

  constructor(process: DynamoDbProcess) {
    this.#process = process;
  }

  /** Why long streams are slow here, if they are. */
  get slowStreams(): string | undefined {
    return this.#process.slowStreams;
  }

  async handle(request: EngineRequest): Promise<Answer> {
    const target = request.headers['x-amz-target'] ?? '';
    const own = REGION_OF[this.#process.name];
    const { status, head, body } = await this.#send(
      TAKES_ARNS.test(target) ? { ...request, body: renamed(request.body, REGION, own) } : request,
    );
    const headers = { 'content-type': 'application/x-amz-json-1.0', ...amazonHeaders(head) };
    if (!ANSWERS_ARNS.test(target)) return { status, headers, body };
    const { 'x-amz-crc32': _noLongerFits, ...others } = headers;
    return { status, headers: others, body: renamed(body, own, REGION) };
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
    const head = `POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${body.length}\r\n${SIGNATURE}${lines.join('')}\r\n`;
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

/** The same text with ARNs and records of another Region. */
function renamed(body: Buffer, from: string, to: string): Buffer {
  return Buffer.from(body.toString().replaceAll(new RegExp(`(arn:aws:\\w+:|"awsRegion":")${from}`, 'g'), `$1${to}`));
}

function amazonHeaders(head: string): Record<string, string> & { 'x-amz-crc32'?: string } {
  return Object.fromEntries(
    [...head.matchAll(/\r\n(x-amz[\w-]*): *([^\r]*)/gi)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      value,
    ]),
  );
}
