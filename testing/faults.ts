/** A fault that an embedded cloud injects into calls of its services. No other target has them. */
export interface Fault {
  /** @default - any caller */
  readonly functionName?: string;
  readonly service: 'dynamodb' | 'sns' | 'sqs';
  /** API operation, for example `BatchWriteItem`. */
  readonly operation: string;
  /** Ends the calling function before or after the service did its work, throttles the call, or fails its entries. */
  readonly action: 'crash-caller-before' | 'crash-caller-after' | 'throttle' | 'fail-entries';
  /** Calls that it hits before it is used up. */
  readonly times: number;
  /**
   * Substring of the request's body.
   *
   * @default - any body
   */
  readonly match?: string;
}

/** An injected fault and how often it fired so far. */
export interface FiredFault extends Fault {
  readonly fired: number;
}

/** Injects a fault. Faults add up; the first that matches a call fires. */
export async function injectFault(endpoint: string, fault: Fault): Promise<void> {
  await callFaults(endpoint, { method: 'POST', body: JSON.stringify(fault) });
}

/** Lists the injected faults, used up ones included. */
export async function readFaults(endpoint: string): Promise<readonly FiredFault[]> {
  const response = await callFaults(endpoint, { method: 'GET' });
  return ((await response.json()) as { faults: readonly FiredFault[] }).faults;
}

/** Removes every fault. Idempotent. */
export async function clearFaults(endpoint: string): Promise<void> {
  await callFaults(endpoint, { method: 'DELETE' });
}

/** @throws Error when the target is no embedded cloud or refuses the fault. */
async function callFaults(endpoint: string, request: RequestInit): Promise<Response> {
  const response = await fetch(new URL('/_embedded/faults', endpoint), request);
  if (!response.ok) {
    throw new Error(`${request.method} faults at ${endpoint} answered ${response.status}: ${await response.text()}`);
  }
  return response;
}
