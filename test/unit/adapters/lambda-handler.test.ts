import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import type { FanoutLogLine } from '../../../contracts/log.ts';
import { lambdaHandler } from '../../../lambdas/adapters/lambda-handler.ts';
import { RequestDeadline } from '../../../lambdas/adapters/request-deadline.ts';
import { UsageMeter } from '../../../lambdas/adapters/usage-meter.ts';
import { CannedService } from './canned-service.ts';

const context = { getRemainingTimeInMillis: () => 3_000 };

function handlerOf(run: () => Promise<string>) {
  const lines: FanoutLogLine[] = [];
  const meter = new UsageMeter();
  const client = new CannedService({ body: { MessageId: 'm' } }).sqs();
  meter.watch(client);
  const deadline = new RequestDeadline();
  const send = () => client.send(new SendMessageCommand({ QueueUrl: 'http://q.invalid/q', MessageBody: 'a' }));
  const handler = lambdaHandler<string, string>({
    component: 'payment',
    deadline,
    meter,
    log: (line) => lines.push(line),
    run: async (event, invocation) => {
      if (event === 'busy') {
        await send();
      }
      return `${await run()} ${invocation.remainingTimeMs()}`;
    },
  });
  return { handler, lines };
}

describe('lambdaHandler', () => {
  it('logs one usage line per invocation that called a service, with its own requests only', async () => {
    const { handler, lines } = handlerOf(async () => 'done');

    expect(await handler('busy', context)).toBe('done 3000');
    await handler('busy', context);
    await handler('idle', context);

    expect(lines).toHaveLength(2);
    expect(lines[1]).toEqual({
      type: 'fanout.usage',
      component: 'payment',
      operations: { 'sqs.SendMessage': { requests: 1, writeUnits: 0, readUnits: 0, estimatedWriteUnits: 0 } },
    });
  });

  it('logs the usage of an invocation that throws', async () => {
    const { handler, lines } = handlerOf(() => Promise.reject(new Error('boom')));

    await expect(handler('busy', context)).rejects.toThrow('boom');
    expect(lines).toHaveLength(1);
  });
});
