import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callerIdentity } from '../../testing/targets/identity.ts';

/** An endpoint that answers every call with this status; none at all without one. */
async function startEndpoint(status?: number): Promise<string> {
  const server = createServer((_request, response) => {
    if (status !== undefined) {
      response.writeHead(status, { 'content-type': 'text/html' }).end('<html>not here</html>');
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('callerIdentity', () => {
  it('does not wait for ever for an endpoint that swallows what it is sent', async () => {
    const endpoint = await startEndpoint();

    await expect(callerIdentity({ endpoint }, { answerMs: 100 })).rejects.toMatchObject({
      code: 'ENDPOINT_UNREACHABLE',
      message: `${endpoint} does not answer within 0.1 s; is it the right host and port?`,
    });
  });

  it("says that something else answers where it is no endpoint of AWS's services", async () => {
    const endpoint = await startEndpoint(404);

    await expect(callerIdentity({ endpoint })).rejects.toMatchObject({
      code: 'ENDPOINT_UNREACHABLE',
      message: `what answers at ${endpoint} does not know AWS's calls (status 404); is it LocalStack's port?`,
    });
  });

  it('ends with the reason of its signal', async () => {
    const endpoint = await startEndpoint();
    const interruption = new AbortController();
    const asking = callerIdentity({ endpoint }, { signal: interruption.signal });
    interruption.abort(new Error('interrupted'));

    await expect(asking).rejects.toThrow('interrupted');
  });
});
