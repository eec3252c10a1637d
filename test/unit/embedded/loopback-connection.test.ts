import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { LoopbackConnection } from '../../../embedded/engines/loopback-connection.ts';

let server: Server;
let connection: LoopbackConnection;
afterEach(() => {
  connection.close();
  server.close();
});

/** Connects to a server that does `answer` for every request. */
const connected = async (answer: (socket: Socket, request: string) => void) => {
  server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => answer(socket, chunk.toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  connection = new LoopbackConnection((server.address() as AddressInfo).port);
  return connection;
};

describe('LoopbackConnection', () => {
  it('puts an answer together that arrives in pieces, and can be used again', async () => {
    const pieces = ['HTTP/1.1 4', '00 Bad Request\r\nContent-', 'Length: 11\r\n\r', '\nhello', ' world'];
    const open = await connected((socket) => {
      for (const [index, piece] of pieces.entries()) setTimeout(() => socket.write(piece), index * 2);
    });

    const first = await open.request('POST / HTTP/1.1\r\n\r\n', Buffer.from('x'));
    const second = await open.request('POST / HTTP/1.1\r\n\r\n', Buffer.from('x'));

    expect(first).toMatchObject({ status: 400, body: Buffer.from('hello world') });
    expect(second).toEqual(first);
    expect(connection.isOpen).toBe(true);
  });

  it('sends head and body as they are', async () => {
    const open = await connected((socket, request) =>
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${request.length}\r\n\r\n${request}`),
    );

    const { body } = await open.request('POST / HTTP/1.1\r\na: b\r\n\r\n', Buffer.from('{"x":1}'));

    expect(body.toString()).toBe('POST / HTTP/1.1\r\na: b\r\n\r\n{"x":1}');
  });

  it.each([
    ['closes', (socket: Socket) => socket.end(), 'the engine closed the connection'],
    ['gives no length', (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n'), 'answered without a length'],
  ])('fails, and is not used again, when the engine %s', async (_name, answer, message) => {
    const open = await connected(answer);

    await expect(open.request('POST / HTTP/1.1\r\n\r\n', Buffer.from('x'))).rejects.toThrow(message);
    expect(open.isOpen).toBe(false);
  });
});
