import { randomUUID } from 'node:crypto';
import type { Answer } from '../engines/engine.ts';
import type { LambdaService } from '../lambda/index.ts';
import type { LogStore } from '../logs/index.ts';
import { errorAnswer } from './answers.ts';
import type { AwsRequest } from './aws-request.ts';
import { required } from './function-description.ts';

/** Lambda gives the last 4 KB of an invocation's log. */
const LOG_TAIL_BYTES = 4096;

/** `Invoke` in its three types, with the function's error and, when asked for, the end of its log. */
export async function invokeFunction(
  request: AwsRequest,
  nameOrArn: string,
  lambda: LambdaService,
  logs: LogStore,
): Promise<Answer> {
  const { logGroup } = required(lambda, nameOrArn);
  const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type === 'DryRun') return reply(204);
  if (type !== 'RequestResponse' && type !== 'Event') {
    const message = `InvocationType must be RequestResponse, Event or DryRun, got ${type}`;
    return errorAnswer('rest', 'InvalidParameterValueException', message);
  }
  const startTime = Date.now();
  const result = await lambda.invoke(nameOrArn, request.body.toString(), { type, source: 'client' });
  if (result.outcome === 'throttled') return errorAnswer('rest', 'TooManyRequestsException', 'Rate Exceeded.', 429);
  if (type === 'Event') return reply(202);
  const headers = {
    'x-amz-executed-version': '$LATEST',
    ...(result.outcome === 'error' && { 'x-amz-function-error': 'Unhandled' }),
    ...(request.headers['x-amz-log-type'] === 'Tail' && { 'x-amz-log-result': logTail(logs, logGroup, startTime) }),
  };
  return reply(200, result.payload, headers);
}

function reply(status: number, body = '', headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...headers },
    body,
  };
}

/** What the function wrote since `startTime`; other invocations that ran meanwhile are in it too. */
function logTail(logs: LogStore, group: string, startTime: number): string {
  const lines = logs.events({ group, startTime }).events.map(({ message }) => `${message}\n`);
  return Buffer.from(lines.join('')).subarray(-LOG_TAIL_BYTES).toString('base64');
}
