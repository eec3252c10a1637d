import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CloudClients, connectTo } from '../../../testing/cloud-clients.ts';
import { LogTail } from '../../../testing/log-tail.ts';

interface StoredEvent {
  readonly eventId: string;
  readonly timestamp: number;
  readonly message: string;
}

const PAGE = 2;

describe('LogTail', () => {
  let events: StoredEvent[];
  let server: Server;
  let clients: CloudClients;

  beforeEach(async () => {
    events = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const { logGroupName, startTime, nextToken = '0' } = JSON.parse(body);
        if (logGroupName === 'missing') {
          response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
          response.end(JSON.stringify({ __type: 'ResourceNotFoundException', message: 'no such group' }));
          return;
        }
        const found = events.filter(({ timestamp }) => timestamp >= startTime);
        const end = Number(nextToken) + PAGE;
        response.end(
          JSON.stringify({
            events: found.slice(Number(nextToken), end),
            ...(end < found.length && { nextToken: String(end) }),
          }),
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    clients = connectTo({ endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  });

  afterEach(async () => {
    clients.close();
    await new Promise((resolve) => server.close(resolve));
  });

  const write = (eventId: string, timestamp: number, published: number) => {
    const line = { type: 'fanout.relay', component: 'outbox-relay', published, failed: 0, quarantined: 0 };
    events.push({ eventId, timestamp, message: JSON.stringify(line) });
  };
  const published = async (tail: LogTail) =>
    (await tail.poll()).map(({ line }) => (line.type === 'fanout.relay' ? line.published : line.type));

  it('answers each line once, over all pages, and leaves out what is none', async () => {
    const tail = new LogTail(clients, { logGroups: ['relay'], from: 1_000 });
    write('old', 999, 0);
    for (const number of [1, 2, 3, 4, 5]) {
      write(`e-${number}`, 1_000 + number, number);
    }
    events.push({ eventId: 'text', timestamp: 1_006, message: 'START RequestId' });

    expect(await published(tail)).toEqual([1, 2, 3, 4, 5]);
    expect(await published(tail)).toEqual([]);
    write('e-6', 1_006, 6);
    expect(await published(tail)).toEqual([6]);
  });

  it('finds a line that appears late, within the overlap', async () => {
    const tail = new LogTail(clients, { logGroups: ['relay'], from: 0, overlapMs: 500 });
    write('first', 10_000, 1);
    expect(await published(tail)).toEqual([1]);

    write('late', 9_600, 2);
    write('too late', 9_400, 3);

    expect(await published(tail)).toEqual([2]);
  });

  it('takes a group that does not exist for an empty one', async () => {
    expect(await published(new LogTail(clients, { logGroups: ['missing'], from: 0 }))).toEqual([]);
  });
});
