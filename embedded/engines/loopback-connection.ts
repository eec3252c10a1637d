import { connect, type Socket } from 'node:net';

/** The status line and headers end with an empty line. */
const END_OF_HEAD = '\r\n\r\n';

/** An answer as it came off the wire. */
export interface WireAnswer {
  readonly status: number;
  /** Status line and headers. */
  readonly head: string;
  readonly body: Buffer;
}

interface Pending {
  readonly resolve: (answer: WireAnswer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One kept connection to an engine on this machine, for one request at a time.
 *
 * Requests are written whole, and answers must have a `content-length`. With Node's own HTTP client, which does much
 * more, a request to DynamoDB cost the gateway twice the time.
 */
export class LoopbackConnection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #pending: Pending | undefined;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('the engine closed the connection')));
  }

  /** False when the connection can take no more requests. */
  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  /** Sends a request with its head and body; the answer to the one before must have come. */
  request(head: string, body: Buffer): Promise<WireAnswer> {
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
      this.#socket.cork();
      this.#socket.write(head, 'latin1');
      this.#socket.write(body);
      this.#socket.uncork();
    });
  }

  /** Closes the connection; a request in flight fails. Idempotent. */
  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    const received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    this.#received = received;
    const endOfHead = received.indexOf(END_OF_HEAD);
    if (endOfHead < 0) return;
    const head = received.toString('latin1', 0, endOfHead);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? Number.NaN);
    if (Number.isNaN(length)) {
      this.#fail(new Error(`the engine answered without a length: ${head}`));
      return;
    }
    const start = endOfHead + END_OF_HEAD.length;
    if (received.length < start + length) return;
    this.#received = received.subarray(start + length);
    const pending = this.#pending;
    this.#pending = undefined;
    // `HTTP/1.1 200 OK`
    pending?.resolve({ status: Number(head.slice(9, 12)), head, body: received.subarray(start, start + length) });
  }

  #fail(error: Error): void {
    this.#socket.destroy();
    this.#pending?.reject(error);
    this.#pending = undefined;
  }
}
