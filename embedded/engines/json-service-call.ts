import { type ServiceCall, ServiceError } from '../service-call.ts';
import type { Engine } from './engine.ts';
import { signedHeaders } from './signed-headers.ts';

/**
 * Calls a service that speaks AWS's JSON protocol.
 *
 * @param targetPrefix - of the `x-amz-target` header, for example `AmazonSQS`
 */
export function jsonServiceCall(engine: Engine, service: string, targetPrefix: string): ServiceCall {
  const scope = signedHeaders(service);
  return async <Output>(action: string, input: object, signal?: AbortSignal): Promise<Output> => {
    signal?.throwIfAborted();
    const answer = engine.handle({
      method: 'POST',
      url: '/',
      headers: {
        ...scope,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `${targetPrefix}.${action}`,
        host: '127.0.0.1',
      },
      body: Buffer.from(JSON.stringify(input)),
      ...(signal && { signal }),
    });
    const { status, body } = await (signal ? unlessAborted(answer, signal) : answer);
    const output = body.length > 0 ? JSON.parse(body.toString()) : {};
    if (status >= 300) throw serviceError(action, status, output);
    return output as Output;
  };
}

/** Rejects when `signal` aborts first. Leaves no listener behind: one signal may see thousands of calls. */
async function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function serviceError(action: string, status: number, body: Record<string, unknown>): ServiceError {
  // `com.amazonaws.sqs#QueueDoesNotExist`; an older engine error also has a prefix with dots.
  const code =
    String(body['__type'] ?? 'InternalFailure')
      .split('#')
      .at(-1)
      ?.split('.')
      .at(-1) ?? 'InternalFailure';
  return new ServiceError(code, String(body['message'] ?? body['Message'] ?? `${action} failed`), status);
}
