import type { buildApp } from 'fauxqs';

/** Matches no attribute: names may not hold a colon. */
const NO_ATTRIBUTE = ':none';

/** What fauxqs calls every queue's host when it is not told otherwise. */
const FAUXQS_QUEUE_HOST = /http:\/\/sqs\.[\w-]+\.localhost(:\d+)?\//g;

/**
 * Makes fauxqs answer as AWS does where that is simple:
 *
 * - queue URLs name the embedded cloud's endpoint, since `sqs.us-east-1.localhost` does not resolve everywhere;
 * - a receive returns no message attributes unless it asks for them.
 */
export function corrections(app: ReturnType<typeof buildApp>, endpoint: () => string): void {
  app.addHook('preHandler', async (request) => {
    if (request.headers['x-amz-target'] !== 'AmazonSQS.ReceiveMessage') return;
    const input = request.body as { MessageAttributeNames?: string[] } | undefined;
    if (input && !input.MessageAttributeNames?.length) input.MessageAttributeNames = [NO_ATTRIBUTE];
  });
  app.addHook('onSend', async (request, _reply, payload) => {
    const target = request.headers['x-amz-target'];
    if (typeof payload !== 'string' || !NAMES_QUEUE_URLS.has(String(target))) return payload;
    return payload.replace(FAUXQS_QUEUE_HOST, `${endpoint()}/`);
  });
}

const NAMES_QUEUE_URLS = new Set(['AmazonSQS.CreateQueue', 'AmazonSQS.GetQueueUrl', 'AmazonSQS.ListQueues']);
