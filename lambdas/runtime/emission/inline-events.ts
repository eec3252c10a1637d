import { INLINE_EVENTS_ATTRIBUTE } from '../../../contracts/tables.ts';
import { inlineText } from '../outbox/inline-text.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { PutWrite, UpdateWrite } from '../ports/index.ts';

type Item = Readonly<Record<string, unknown>>;

/** The item with the events of its write; as it was when there are none. */
export const itemWithEvents = (item: Item, entries: readonly OutboxEntry[]): Item =>
  entries.length === 0 ? item : { ...item, [INLINE_EVENTS_ATTRIBUTE]: inlineText(entries) };

/** The put of an item with the events of this write. */
export const putWithEvents = (write: PutWrite, entries: readonly OutboxEntry[]): PutWrite => ({
  ...write,
  Item: itemWithEvents(write.Item, entries),
});

/** SET is a reserved word of DynamoDB's, so no attribute is called so without a placeholder. */
const SET_CLAUSE = /(?<![#:.\w])SET(?=\s)/i;

/** The update of an item that leaves the events of this write in it. */
export function updateWithEvents(write: UpdateWrite, entries: readonly OutboxEntry[]): UpdateWrite {
  if (entries.length === 0) {
    return write;
  }
  const assignment = `SET #${INLINE_EVENTS_ATTRIBUTE} = :${INLINE_EVENTS_ATTRIBUTE}`;
  const { UpdateExpression: expression } = write;
  return {
    ...write,
    UpdateExpression: SET_CLAUSE.test(expression)
      ? expression.replace(SET_CLAUSE, () => `${assignment},`)
      : `${assignment} ${expression}`,
    ExpressionAttributeNames: {
      ...write.ExpressionAttributeNames,
      [`#${INLINE_EVENTS_ATTRIBUTE}`]: INLINE_EVENTS_ATTRIBUTE,
    },
    ExpressionAttributeValues: {
      ...write.ExpressionAttributeValues,
      [`:${INLINE_EVENTS_ATTRIBUTE}`]: inlineText(entries),
    },
  };
}
