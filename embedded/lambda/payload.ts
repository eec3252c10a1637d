import { ServiceError } from '../service-call.ts';
import type { InvokeOptions } from './invocation.ts';

/** Largest request payload in bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_BYTES: Readonly<Record<NonNullable<InvokeOptions['type']>, number>> = {
  RequestResponse: 6_291_456,
  Event: 1_048_576,
};

/**
 * The JSON to run a function with: `payload`, or `{}` when it is empty.
 *
 * @throws {ServiceError} `RequestEntityTooLargeException` or `InvalidRequestContentException`.
 */
export function acceptedPayload(
  payload: string,
  { type = 'RequestResponse', source = 'client' }: InvokeOptions,
): string {
  const limit = MAX_BYTES[type];
  if (Buffer.byteLength(payload) > limit) {
    throw new ServiceError(
      'RequestEntityTooLargeException',
      `Request must be smaller than ${limit} bytes for the InvokeFunction operation, got ${Buffer.byteLength(payload)}`,
      413,
    );
  }
  if (payload === '') return '{}';
  // Mappings build their events themselves: parsing a batch here would only cost time.
  if (source === 'client') assertJson(payload);
  return payload;
}

function assertJson(payload: string): void {
  try {
    JSON.parse(payload);
  } catch (error) {
    throw new ServiceError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${String(error)}`,
      400,
    );
  }
}
