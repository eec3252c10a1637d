import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A request as it went on the wire. */
export interface WireRequest {
  /** For example `TransactWriteItems`. */
  readonly operation: string;
  /** Parsed JSON, or the form fields of SNS. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** What the wire answers: a status and a body, or a network error to throw. */
export type WireAnswer = { readonly status?: number; readonly body: object | string } | Error;

/**
 * An AWS service that answers from a script, for the faults that no engine shows. Below the SDK, so that what the SDK
 * sends and how it reads answers and errors is real. Answers in turn, the last one again and again.
 */
export class CannedService {
  readonly requests: WireRequest[] = [];
  readonly #answers: readonly WireAnswer[];

  constructor(...answers: readonly WireAnswer[]) {
    this.#answers = answers;
  }

  dynamoDb(): DynamoDBDocumentClient {
    return DynamoDBDocumentClient.from(new DynamoDBClient(this.#settings()), {
      marshallOptions: { removeUndefinedValues: true },
    });
  }

  sqs(): SQSClient {
    return new SQSClient({ ...this.#settings(), useQueueUrlAsEndpoint: false, md5: false });
  }

  sns(): SNSClient {
    return new SNSClient(this.#settings());
  }

  #settings() {
    return {
      region: 'us-east-1',
      endpoint: 'http://service.invalid',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      // The SDK's own retries are the SDK's to test.
      maxAttempts: 1,
      requestHandler: {
        handle: async (request: {
          readonly headers: Readonly<Record<string, string>>;
          readonly body: string | Uint8Array;
        }) => {
          this.requests.push(wireRequest(request));
          const answer = this.#answers[Math.min(this.requests.length, this.#answers.length) - 1] as WireAnswer;
          if (answer instanceof Error) {
            throw answer;
          }
          const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
          return {
            response: { statusCode: answer.status ?? 200, headers: {}, body: Readable.from([Buffer.from(body)]) },
          };
        },
      },
    };
  }
}

/** An error answer of DynamoDB or SQS. */
export const wireError = (type: string, fields: object = {}, status = 400): WireAnswer => ({
  status,
  body: { __type: `com.amazonaws.service#${type}`, message: type, ...fields },
});

/** A connection that broke before the answer. */
export const brokenConnection = (): WireAnswer => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

/** A connection that was not established in time; the SDK gives this error no code. */
export const noConnection = (): WireAnswer =>
  Object.assign(new Error('no connection in time'), { name: 'TimeoutError' });

function wireRequest({
  headers,
  body,
}: {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}): WireRequest {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    return { operation: target.replace(/^.*\./, ''), input: JSON.parse(text) };
  }
  const { Action: operation = '', ...input } = Object.fromEntries(new URLSearchParams(text));
  return { operation, input };
}
