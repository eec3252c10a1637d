import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { RequestDeadline } from '../../../lambdas/adapters/request-deadline.ts';
import { requestTimeouts } from '../../../lambdas/adapters/request-timeouts.ts';

/** Sends a request to a server that never answers, and says how it ended and after how long. */
async function sendToSilence(deadline: RequestDeadline, requestHandler: object = requestTimeouts) {
  let requests = 0;
  const server = createServer(() => {
    requests += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler,
  });
  const startedAt = performance.now();
  const error = await client.send(new ListTablesCommand({}), deadline.options()).then(
    () => undefined,
    (failure: Error) => failure,
  );
  const tookMs = performance.now() - startedAt;
  client.destroy();
  server.closeAllConnections();
  server.close();
  return { error, tookMs, requests };
}

describe('RequestDeadline', () => {
  it('cuts a request off before the invocation ends, and lets the SDK not repeat it', async () => {
    const deadline = new RequestDeadline();
    deadline.begin({ remainingTimeMs: () => 250 });

    const { error, tookMs, requests } = await sendToSilence(deadline);

    expect(error).toMatchObject({ name: 'AbortError' });
    expect(tookMs).toBeGreaterThanOrEqual(140);
    expect(requests).toBeLessThanOrEqual(1);
  });

  it('cuts requests off at once when the time is used up', async () => {
    const deadline = new RequestDeadline();
    deadline.begin({ remainingTimeMs: () => 20 });

    expect((await sendToSilence(deadline)).error).toMatchObject({ name: 'AbortError' });
  });

  it('leaves time-outs of single tries to the SDK, which repeats them', async () => {
    const { error, requests } = await sendToSilence(new RequestDeadline(), { ...requestTimeouts, requestTimeout: 30 });

    expect(error).toMatchObject({ name: 'TimeoutError' });
    expect(requests).toBeGreaterThan(1);
  });
});
