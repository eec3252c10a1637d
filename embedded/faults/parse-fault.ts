import type { Fault, FaultAction } from './fault.ts';

const ACTIONS: readonly FaultAction[] = ['crash-caller-before', 'crash-caller-after', 'throttle', 'fail-entries'];
/** Batches whose entries can fail one by one, by service. */
const BATCHES: Readonly<Record<string, readonly string[]>> = {
  sns: ['PublishBatch'],
  sqs: ['SendMessageBatch', 'DeleteMessageBatch', 'ChangeMessageVisibilityBatch'],
};
const SERVICES = ['dynamodb', 'sns', 'sqs', 'lambda'];

/**
 * Reads a fault from JSON.
 *
 * @throws {RangeError} saying which field is wrong, its value and what is allowed.
 */
export function parseFault(json: string): Fault {
  const { times = 1, ...fields } = JSON.parse(json) as Partial<Fault>;
  const { service, operation, action, functionName, match } = fields;
  if (!SERVICES.includes(service ?? '')) throw wrong('service', service, `one of ${SERVICES.join(', ')}`);
  if (!operation) throw wrong('operation', operation, "an action's name, for example PutItem");
  if (!ACTIONS.includes(action as FaultAction)) throw wrong('action', action, `one of ${ACTIONS.join(', ')}`);
  if (!Number.isInteger(times) || times < 1) throw wrong('times', times, 'a whole number from 1');
  if (functionName !== undefined && typeof functionName !== 'string') throw wrong('functionName', functionName, 'text');
  if (match !== undefined && typeof match !== 'string') throw wrong('match', match, 'text');
  if (action === 'fail-entries' && !BATCHES[service as string]?.includes(operation)) {
    throw wrong('operation', operation, `for fail-entries one of ${Object.values(BATCHES).flat().join(', ')}`);
  }
  return { ...fields, times } as Fault;
}

function wrong(field: string, value: unknown, allowed: string): RangeError {
  return new RangeError(`${field} must be ${allowed}, got ${JSON.stringify(value)}`);
}
