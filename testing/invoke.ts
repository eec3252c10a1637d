import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { CloudClients } from './cloud-clients.ts';

/** What a function answered. */
export type InvokeResult =
  | { readonly ok: true; readonly payload: unknown }
  /** The function threw, timed out or exited. */
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

/**
 * Invokes a function and waits for its answer.
 *
 * @throws the SDK's errors, `TooManyRequestsException` among them, when the invocation itself was refused.
 */
export async function invokeFunction(
  clients: CloudClients,
  functionName: string,
  payload: unknown,
): Promise<InvokeResult> {
  const answer = await clients.lambda.send(
    new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(payload)) }),
  );
  const text = Buffer.from(answer.Payload ?? []).toString('utf8');
  const value: unknown = text === '' ? undefined : JSON.parse(text);
  if (answer.FunctionError === undefined) {
    return { ok: true, payload: value };
  }
  const { errorType, errorMessage } = (value ?? {}) as { errorType?: string; errorMessage?: string };
  return { ok: false, errorType: errorType ?? answer.FunctionError, errorMessage: errorMessage ?? text };
}
