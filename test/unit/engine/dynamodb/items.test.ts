import { describe, expect, it } from 'vitest';
import { openDatabase } from './opened-database.ts';

const put = (item: Readonly<Record<string, unknown>>) => {
  const { database } = openDatabase();
  database.putItem({ tableName: 'orders', item: { pk: 'a', ...item } });
  return database.getItem({ tableName: 'orders', key: { pk: 'a' } }).item;
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
describe('items', () => {
  it('keep every type of value, and lose undefined ones', () => {
    const item = {
      text: '',
      number: -1.5,
      yes: true,
      nothing: null,
      bytes: Uint8Array.of(1, 2),
      list: ['x', [1], { deep: null }],
      map: { inner: { leaf: 1 } },
      texts: new Set(['a']),
      numbers: new Set([1, 2]),
      binaries: new Set([Uint8Array.of(9)]),
    };

    expect(put({ ...item, lost: undefined, list: [...item.list, undefined] })).toEqual({ pk: 'a', ...item });
  });

  it('keep attributes that are called like properties of every object', () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": true}, "constructor": "c", "toString": "t"}');

    const item = put(hostile);

    expect(Object.keys(item ?? {})).toEqual(['pk', '__proto__', 'constructor', 'toString']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('have no attribute that they only inherit', () => {
    const { database } = openDatabase();

    database.putItem({ tableName: 'orders', item: { pk: 'a', doc: {} } });

    const { items } = database.scan({
      tableName: 'orders',
      filterExpression: 'attribute_exists(toString) OR attribute_exists(doc.valueOf)',
    });

    expect(items).toEqual([]);
  });

  it("are the database's own: what a caller changes later changes nothing, and what comes out cannot be changed", () => {
    const list = [1];
    const item = { pk: 'a', list };
    const { database } = openDatabase();
    database.putItem({ tableName: 'orders', item });
    list.push(2);

    const [read] = database.itemsOf('orders') as unknown as [{ readonly pk: string; readonly list: number[] }];

    expect(read).toEqual({ pk: 'a', list: [1] });
    expect(() => read.list.push(3)).toThrow(TypeError);
  });

  it.each([
    ['not a number', Number.NaN, 'finite'],
    ['a bigint that a number cannot hold', 2n ** 70n, 'exact'],
    ['an empty set', new Set(), 'may not be empty'],
    ['a set of several types', new Set(['x', 1]), 'texts only'],
    ['a date', new Date(0), 'an instance of Date'],
    ['a function', () => undefined, 'got function'],
  ])('reject %s', (_case, value, message) => {
    expect(() => put({ value })).toThrow(
      expect.objectContaining({ code: 'ValidationException', message: expect.stringContaining(message) }),
    );
  });

  it('nest up to 32 levels', () => {
    const nested = (levels: number): unknown => (levels === 0 ? 'leaf' : [nested(levels - 1)]);

    expect(put({ value: nested(30) })).toBeDefined();
    expect(() => put({ value: nested(40) })).toThrow(
      expect.objectContaining({ message: 'Nesting Levels have exceeded supported limits' }),
    );
  });

  it('add up without binary fractions: 0.1 + 0.2 is 0.3', () => {
    const { database } = openDatabase();
    database.putItem({ tableName: 'orders', item: { pk: 'a', n: 0.1 } });

    const { attributes } = database.updateItem({
      tableName: 'orders',
      key: { pk: 'a' },
      updateExpression: 'ADD n :n',
      expressionAttributeValues: { ':n': 0.2 },
      returnValues: 'ALL_NEW',
    });

    expect(attributes).toEqual({ pk: 'a', n: 0.3 });
  });
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html */
describe('capacity units', () => {
  const asked = { tableName: 'orders', returnConsumedCapacity: 'TOTAL' } as const;
  // `pk` and its value have 3 bytes, `b` has 1.
  const item = (bytes: number) => ({ pk: 'a', b: 'x'.repeat(bytes - 4) });

  it('are one for each KB written, by the larger of before and after', () => {
    const { database } = openDatabase();
    const units = (bytes: number) => database.putItem({ ...asked, item: item(bytes) }).consumedCapacity?.capacityUnits;

    expect([units(1024), units(1025), units(10)]).toEqual([1, 2, 2]);
    expect(database.deleteItem({ ...asked, key: { pk: 'a' } }).consumedCapacity?.capacityUnits).toBe(1);
  });

  it('are one for each 4 KB read consistently, and half of it otherwise', () => {
    const { database } = openDatabase();
    database.putItem({ tableName: 'orders', item: item(4097) });
    const units = (consistentRead: boolean) =>
      database.getItem({ ...asked, key: { pk: 'a' }, consistentRead }).consumedCapacity?.capacityUnits;

    expect([units(true), units(false)]).toEqual([2, 1]);
    expect(database.scan({ ...asked, consistentRead: true }).consumedCapacity?.capacityUnits).toBe(2);
  });

  it('are not told unasked', () => {
    expect(openDatabase().database.putItem({ tableName: 'orders', item: { pk: 'a' } })).toEqual({});
  });
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html */
describe('tables', () => {
  const table = {
    tableName: 'new',
    keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
    attributeDefinitions: [{ attributeName: 'pk', attributeType: 'S' }],
  } as const;

  it.each([
    ['a short name', { tableName: 'ab' }, 'ValidationException'],
    ['a range key alone', { keySchema: [{ attributeName: 'pk', keyType: 'RANGE' as const }] }, 'ValidationException'],
    ['a key without definition', { attributeDefinitions: [] }, 'ValidationException'],
    ['a stream without view type', { streamSpecification: { streamEnabled: true } }, 'ValidationException'],
    ['a name that is taken', { tableName: 'orders' }, 'ResourceInUseException'],
  ])('reject %s', (_case, changes, code) => {
    expect(() => openDatabase().database.createTable({ ...table, ...changes })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('order numeric sort keys by number', () => {
    const { database } = openDatabase();
    database.createTable({
      tableName: 'numbers',
      keySchema: [...table.keySchema, { attributeName: 'n', keyType: 'RANGE' }],
      attributeDefinitions: [...table.attributeDefinitions, { attributeName: 'n', attributeType: 'N' }],
    });
    for (const n of [10, 9, -1, 100]) database.putItem({ tableName: 'numbers', item: { pk: 'a', n } });

    const { items } = database.query({
      tableName: 'numbers',
      keyConditionExpression: 'pk = :pk AND n > :zero',
      expressionAttributeValues: { ':pk': 'a', ':zero': 0 },
    });

    expect(items?.map(({ n }) => n)).toEqual([9, 10, 100]);
  });

  it('scan every item once over pages, also of partition keys that share pages', () => {
    const { database } = openDatabase();
    for (let n = 0; n < 50; n++) database.putItem({ tableName: 'lines', item: { pk: `p${n % 7}`, sk: `s${n}` } });
    const seen: unknown[] = [];
    let exclusiveStartKey: Readonly<Record<string, unknown>> | undefined;
    do {
      const page = database.scan({ tableName: 'lines', limit: 3, exclusiveStartKey });
      seen.push(...(page.items ?? []).map(({ sk }) => sk));
      exclusiveStartKey = page.lastEvaluatedKey;
    } while (exclusiveStartKey !== undefined);

    expect(seen).toHaveLength(50);
    expect(new Set(seen).size).toBe(50);
  });
});
