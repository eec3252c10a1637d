import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../../../embedded/engine/dynamodb/item.ts';
import type { OngoingTransaction, TransactWriteItem } from '../../../../embedded/engine/dynamodb/transact-write.ts';
import { openDatabase } from './opened-database.ts';

/** A transaction adds to some accounts if each has enough, and writes down that it happened. */
interface Transfer {
  readonly id: number;
  readonly by: Readonly<Record<string, number>>;
}

/** What a client does next: begins a transaction, or ends one of those that are ongoing. */
type Step =
  | { readonly kind: 'begin'; readonly transfer: Transfer }
  | { readonly kind: 'commit' | 'rollback'; readonly index: number };

const accounts = ['a', 'b', 'c', 'd'] as const;
const transfers = fc.record({
  id: fc.nat({ max: 1_000_000 }),
  by: fc.dictionary(fc.constantFrom(...accounts), fc.integer({ min: -3, max: 3 }), { minKeys: 1, maxKeys: 3 }),
});
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: transfers.map((transfer): Step => ({ kind: 'begin', transfer })) },
    { weight: 3, arbitrary: fc.nat({ max: 5 }).map((index): Step => ({ kind: 'commit', index })) },
    { weight: 1, arbitrary: fc.nat({ max: 5 }).map((index): Step => ({ kind: 'rollback', index })) },
  ),
  { minLength: 1, maxLength: 40 },
);

const actionsOf = ({ id, by }: Transfer): readonly TransactWriteItem[] => [
  ...Object.entries(by).map(([pk, amount]) => ({
    update: {
      tableName: 'orders',
      key: { pk },
      updateExpression: 'ADD balance :amount',
      conditionExpression: 'balance >= :needed',
      expressionAttributeValues: { ':amount': amount, ':needed': -amount },
    },
  })),
  { put: { tableName: 'lines', item: { pk: 'log', sk: String(id).padStart(8, '0') } } },
];

/** The balances after transfers one after the other, each only if all of its accounts have enough: the naive oracle. */
function serially(transferred: readonly Transfer[]): Readonly<Record<string, number>> {
  const balances: Record<string, number> = { a: 5, b: 5, c: 5, d: 5 };
  for (const { by } of transferred) {
    for (const [pk, amount] of Object.entries(by)) {
      balances[pk] = (balances[pk] ?? 0) + amount;
      expect(balances[pk]).toBeGreaterThanOrEqual(0);
    }
  }
  return balances;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html: serializable isolation. */
describe('overlapping transactions', () => {
  it('leave what they would leave one after the other in the order of their commits, or nothing', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { database } = openDatabase();
        for (const pk of accounts) database.putItem({ tableName: 'orders', item: { pk, balance: 5 } });
        const ongoing: { readonly transfer: Transfer; readonly transaction: OngoingTransaction }[] = [];
        const committed: Transfer[] = [];
        for (const step of list) {
          if (step.kind === 'begin') {
            const { transfer } = step;
            const begun = begin(() => database.beginTransactWriteItems({ transactItems: actionsOf(transfer) }));
            if (typeof begun !== 'string') ongoing.push({ transfer, transaction: begun });
            else expect(begun, 'a transaction is refused for a conflict or a condition only').toBe('cancelled');
          } else {
            const [ended] = ongoing.splice(step.index % Math.max(1, ongoing.length), 1);
            ended?.transaction[step.kind]();
            if (ended !== undefined && step.kind === 'commit') committed.push(ended.transfer);
          }
        }

        const balances = Object.fromEntries(
          database.itemsOf('orders').map((item: Item) => [item['pk'], item['balance']]),
        );
        expect(balances).toEqual(serially(committed));
        const log = database.itemsOf('lines').map(({ sk }) => Number(sk));
        expect(new Set(log)).toEqual(new Set(committed.map(({ id }) => id)));
      }),
      { numRuns: 300 },
    );
  });

  it('that nobody else touches are refused for their conditions only', () => {
    fc.assert(
      fc.property(fc.array(transfers, { maxLength: 20 }), (list) => {
        const { database } = openDatabase();
        for (const pk of accounts) database.putItem({ tableName: 'orders', item: { pk, balance: 5 } });
        const balances: Record<string, number> = { a: 5, b: 5, c: 5, d: 5 };
        for (const transfer of list) {
          const isPossible = Object.entries(transfer.by).every(([pk, amount]) => (balances[pk] ?? 0) >= -amount);
          const begun = begin(() => database.beginTransactWriteItems({ transactItems: actionsOf(transfer) }));
          expect(typeof begun === 'string').toBe(!isPossible);
          if (typeof begun === 'string') continue;
          begun.commit();
          for (const [pk, amount] of Object.entries(transfer.by)) balances[pk] = (balances[pk] ?? 0) + amount;
        }
      }),
      { numRuns: 100 },
    );
  });
});

function begin(call: () => OngoingTransaction): OngoingTransaction | string {
  try {
    return call();
  } catch (error) {
    return (error as { readonly code?: string }).code === 'TransactionCanceledException' ? 'cancelled' : String(error);
  }
}
