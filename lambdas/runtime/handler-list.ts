import type { EventDefinition } from '../../contracts/event.ts';

/**
 * A copy of `handlers` with one more.
 *
 * @throws RangeError when one of them handles the same event type.
 */
export function withHandler<Handler extends { readonly event: EventDefinition }>(
  handlers: readonly Handler[],
  added: Handler,
): readonly Handler[] {
  if (handlers.some(({ event }) => event.type === added.event.type)) {
    throw new RangeError(`event ${added.event.type} has a handler already; give each event type one handler`);
  }
  return [...handlers, added];
}
