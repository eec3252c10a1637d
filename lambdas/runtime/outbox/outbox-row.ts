import { outboxTable } from '../../../contracts/tables.ts';
import type { EpochMillis } from '../../../contracts/time.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { OutboxRowKey } from '../ports/index.ts';
import { isTextMap } from './text-map.ts';

/** A row of the outbox table as plain values. */
export type OutboxRow = Readonly<Record<string, unknown>>;

/** The outcome of reading a row as an entry. */
export type OutboxRowResult =
  | { readonly ok: true; readonly entry: OutboxEntry }
  | { readonly ok: false; readonly problem: string };

/** Key of an entry's row: rows of one ordering key sort by sequence. */
export const outboxKeyOf = (
  entry: Pick<OutboxEntry, 'orderingKey' | 'sequence' | 'eventId' | 'topic'>,
): OutboxRowKey => ({
  orderingKey: entry.orderingKey,
  sortKey: `${entry.sequence}#${entry.eventId}#${entry.topic}`,
});

/** The row of an entry; read back by {@link entryOfRow}. */
export function rowOf(entry: OutboxEntry): OutboxRow {
  const { orderingKey, ...attributes } = entry;
  return {
    [outboxTable.partitionKey]: orderingKey,
    [outboxTable.sortKey]: outboxKeyOf(entry).sortKey,
    ...attributes,
  };
}

const TEXTS = [outboxTable.partitionKey, outboxTable.sortKey, 'sequence', 'eventId', 'topic', 'body'] as const;

/** Reads a row. Never throws: a row that somebody else wrote into the table is an answer, with the first problem found. */
export function entryOfRow(row: OutboxRow): OutboxRowResult {
  for (const name of TEXTS) {
    if (typeof row[name] !== 'string' || row[name] === '') {
      return refused(`${name} must be a non-empty string, got ${typeof row[name]}`);
    }
  }
  const { createdAt, attributes } = row as { createdAt?: unknown; attributes?: unknown };
  if (typeof createdAt !== 'number' || !Number.isFinite(createdAt)) {
    return refused(`createdAt must be a number of milliseconds, got ${typeof createdAt}`);
  }
  if (!isTextMap(attributes)) {
    return refused('attributes must be a map of strings');
  }
  const [orderingKey, sortKey, sequence, eventId, topic, body] = TEXTS.map((name) => row[name] as string) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const entry: OutboxEntry = {
    orderingKey,
    sequence,
    eventId,
    topic,
    body,
    attributes,
    createdAt: createdAt as EpochMillis,
  };
  const expected = outboxKeyOf(entry).sortKey;
  return sortKey === expected
    ? { ok: true, entry }
    : refused(`${outboxTable.sortKey} must be ${JSON.stringify(expected)}, got ${JSON.stringify(sortKey)}`);
}

const refused = (problem: string): OutboxRowResult => ({ ok: false, problem });
