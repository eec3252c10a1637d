type Fields = Readonly<Record<string, unknown>>;

/** Fields whose values are the user's: attributes, placeholders. */
const OPAQUE = new Set([
  'item',
  'key',
  'items',
  'attributes',
  'expressionAttributeNames',
  'expressionAttributeValues',
  'exclusiveStartKey',
  'lastEvaluatedKey',
]);
/** Fields whose values have table names as their fields. */
const BY_TABLE = new Set(['requestItems', 'unprocessedItems']);

/** The engine's field names in the document client's spelling: `tableName` becomes `TableName`. */
export const pascalFields = (value: unknown): unknown =>
  renamed(value, (name) => name[0]?.toUpperCase() + name.slice(1));

/** The document client's field names in the engine's spelling. */
export const camelFields = (value: unknown): unknown =>
  renamed(value, (name) => name[0]?.toLowerCase() + name.slice(1));

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((element) => renamed(element, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [rename(name), renamedField(name, inner, rename)]),
  );
}

function renamedField(name: string, inner: unknown, rename: (name: string) => string): unknown {
  const field = name[0]?.toLowerCase() + name.slice(1);
  if (OPAQUE.has(field)) return inner;
  if (!BY_TABLE.has(field)) return renamed(inner, rename);
  const tables = Object.entries((inner ?? {}) as Fields);
  return Object.fromEntries(tables.map(([table, requests]) => [table, renamed(requests, rename)]));
}
