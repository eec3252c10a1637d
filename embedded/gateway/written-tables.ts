import type { EventSourceMappings } from '../event-sources/index.ts';

/**
 * Tells the mappings of a table's stream about writes to the table, so that they need not poll for them.
 *
 * A body is searched for the table's name instead of being parsed: told in vain costs one look at the stream.
 */
export function announceWrites(
  mappings: Pick<EventSourceMappings, 'list' | 'notifyTableWrite'>,
): (body: Buffer) => void {
  return (body) => {
    for (const { EventSourceArn } of mappings.list({})) {
      const table = /^arn:aws:dynamodb:[^:]*:[^:]*:table\/([^/]+)\//.exec(EventSourceArn)?.[1];
      if (table !== undefined && body.includes(table)) mappings.notifyTableWrite(table);
    }
  };
}
