import { type ServiceCall, ServiceError } from '../service-call.ts';
import type { Engine } from './engine.ts';
import { signedHeaders } from './signed-headers.ts';

/**
 * Calls a service that speaks AWS's query protocol (SNS). Input maps become `entry` parameters; the output holds the
 * texts of the answer's innermost elements by name.
 */
export function queryServiceCall(engine: Engine, service: string): ServiceCall {
  return async <Output>(action: string, input: object, signal?: AbortSignal): Promise<Output> => {
    signal?.throwIfAborted();
    const parameters = new URLSearchParams({ Action: action });
    for (const [name, value] of Object.entries(input)) append(parameters, name, value);
    const { status, body } = await engine.handle({
      method: 'POST',
      url: '/',
      headers: {
        ...signedHeaders(service),
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        host: '127.0.0.1',
      },
      body: Buffer.from(parameters.toString()),
    });
    signal?.throwIfAborted();
    const output = leaves(body.toString());
    if (status >= 300) {
      throw new ServiceError(output['Code'] ?? 'InternalFailure', output['Message'] ?? `${action} failed`, status);
    }
    return output as Output;
  };
}

function append(parameters: URLSearchParams, name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) {
    if (value !== undefined) parameters.set(name, String(value));
    return;
  }
  Object.entries(value).forEach(([key, entry], index) => {
    parameters.set(`${name}.entry.${index + 1}.key`, key);
    parameters.set(`${name}.entry.${index + 1}.value`, String(entry));
  });
}

function leaves(xml: string): Record<string, string> {
  return Object.fromEntries([...xml.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, value]) => [name, value]));
}
