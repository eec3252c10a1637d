import { describe, expect, it } from 'vitest';
import { RequestDeadline } from '../../../lambdas/adapters/request-deadline.ts';
import { SqsMessageQueue } from '../../../lambdas/adapters/sqs-message-queue.ts';
import { brokenConnection, CannedService, type WireAnswer } from './canned-service.ts';

function queueOf(...answers: readonly WireAnswer[]) {
  const service = new CannedService(...answers);
  const queue = new SqsMessageQueue({
    client: service.sqs(),
    queueUrl: 'http://elsewhere.invalid/queue',
    deadline: new RequestDeadline(),
  });
  return { queue, requests: service.requests };
}

const handles = (count: number) => Array.from({ length: count }, (_, index) => `h${index}`);
const failure = { Id: '1', Code: 'ReceiptHandleIsInvalid', SenderFault: true };

describe('SqsMessageQueue', () => {
  it('G1 answers the handles that SQS failed to delete in a request that it otherwise carried out', async () => {
    const { queue } = queueOf({ body: { Successful: [{ Id: '0' }, { Id: '2' }], Failed: [failure] } });

    expect(await queue.delete(handles(3))).toEqual(['h1']);
  });

  it('G1 answers a handle that SQS does not mention', async () => {
    const { queue } = queueOf({ body: { Successful: [{ Id: '0' }] } });

    expect(await queue.delete(handles(2))).toEqual(['h1']);
  });

  it('answers the handles of a request that broke, and not those of another', async () => {
    const ten = { body: { Successful: Array.from({ length: 10 }, (_, index) => ({ Id: String(index) })) } };
    const { queue, requests } = queueOf(ten, brokenConnection());

    expect(await queue.delete(handles(12))).toEqual(['h10', 'h11']);
    expect(requests.map(({ operation }) => operation)).toEqual(['DeleteMessageBatch', 'DeleteMessageBatch']);
  });

  it('does not mind messages whose visibility cannot be changed', async () => {
    const { queue, requests } = queueOf({ body: { Failed: [failure] } }, brokenConnection());

    await queue.changeVisibility(handles(11).map((receiptHandle) => ({ receiptHandle, seconds: 7 })));

    expect(requests).toHaveLength(2);
    expect(requests[0]?.input['Entries']).toMatchObject([
      { ReceiptHandle: 'h0', VisibilityTimeout: 7 },
      {},
      {},
      {},
      {},
      {},
      {},
      {},
      {},
      {},
    ]);
  });

  it('carries the trace header as a system attribute, and only when there is one', async () => {
    const { queue, requests } = queueOf({ body: { MessageId: 'm' } });

    await queue.send({ body: 'a', attributes: {}, traceHeader: 'Root=1-5e1b4151-5ac6c58f' });
    await queue.send({ body: 'b', attributes: {} });

    expect(requests[0]?.input).toMatchObject({
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-5e1b4151-5ac6c58f' } },
    });
    expect(requests[1]?.input).toEqual({
      QueueUrl: 'http://elsewhere.invalid/queue',
      MessageBody: 'b',
      MessageAttributes: {},
    });
  });
});
