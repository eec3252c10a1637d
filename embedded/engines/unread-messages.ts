import type { Answer, EngineRequest } from './engine.ts';

interface ReceiveAnswer {
  readonly Messages?: readonly { readonly ReceiptHandle: string }[];
}

/**
 * Makes messages visible again that a long poll took although its caller had gone.
 *
 * fauxqs would hide them for a whole visibility timeout. Their receive count has gone up, as on AWS.
 */
export async function releaseUnreadMessages(
  request: EngineRequest,
  answer: Answer,
  handle: (request: EngineRequest) => Promise<Answer>,
): Promise<void> {
  if (!request.headers['x-amz-target']?.endsWith('.ReceiveMessage') || answer.status >= 300) return;
  const { Messages = [] } = JSON.parse(answer.body.toString()) as ReceiveAnswer;
  if (Messages.length === 0) return;
  const { QueueUrl } = JSON.parse(request.body.toString()) as { QueueUrl: string };
  const { signal: _gone, ...rest } = request;
  // The last first: on a FIFO queue each goes back to the head of its group.
  const Entries = Messages.toReversed().map(({ ReceiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle,
    VisibilityTimeout: 0,
  }));
  const body = Buffer.from(JSON.stringify({ QueueUrl, Entries }));
  await handle({
    ...rest,
    headers: {
      ...rest.headers,
      'x-amz-target': 'AmazonSQS.ChangeMessageVisibilityBatch',
      'content-length': String(body.length),
    },
    body,
  });
}
