import type { TopicDefinition } from '../../../contracts/event.ts';
import { EmittedEventInvalidError } from '../errors.ts';
import { isMessageGroupId } from './message-group-id.ts';

/**
 * The tenant of an event: what was stated, else the field of its payload that one of its topics names. Undefined when
 * neither says one; such an event waits behind nobody and nobody behind it.
 *
 * @throws EmittedEventInvalidError when it cannot be a message group.
 */
export function tenantOf(
  eventType: string,
  data: unknown,
  topics: readonly TopicDefinition[],
  stated: string | undefined,
): string | undefined {
  const key = topics.find(({ tenantKey }) => tenantKey !== undefined)?.tenantKey;
  const field: unknown = key === undefined ? undefined : (data as Record<string, unknown> | null)?.[key];
  const tenant = stated ?? field ?? undefined;
  if (tenant !== undefined && !isMessageGroupId(tenant)) {
    throw new EmittedEventInvalidError(
      `${eventType}: ${stated === undefined ? `field ${key}` : 'tenant'} must be 1 to 128 ASCII letters, digits and punctuation, got ${JSON.stringify(tenant)}`,
    );
  }
  return tenant;
}
