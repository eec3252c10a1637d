import type { InMemoryExpressions } from '../../../testing/in-memory/index.ts';

type Values = Readonly<Record<string, unknown>>;

/** What the expressions of the example's writes mean, for the in-memory stores. Any other expression is an error. */
export const exampleExpressions: InMemoryExpressions = {
  conditionHolds(write, item) {
    const { ConditionExpression: condition = '', ExpressionAttributeValues: values = {} } = Object.values(write)[0];
    switch (condition.replace(/ \(:from.*/, '')) {
      case 'attribute_not_exists(orderId)':
        return item === undefined;
      case 'available >= :quantity':
        return Number(item?.['available'] ?? -1) >= Number(values[':quantity']);
      case '#status = :reserved':
        return item?.['status'] === 'reserved';
      case '#status IN':
        return startingStatuses(values).includes(item?.['status']);
      default:
        throw new Error(`condition unknown here: ${condition}`);
    }
  },
  updated({ UpdateExpression: update, ExpressionAttributeValues: values = {} }, item) {
    const available = Number(item?.['available'] ?? 0);
    const quantity = Number(values[':quantity']);
    switch (update) {
      case 'SET available = available - :quantity':
        return { ...item, available: available - quantity };
      case 'SET available = available + :quantity':
        return { ...item, available: available + quantity };
      case 'SET #status = :to, reason = :reason':
        return { ...item, status: values[':to'], reason: values[':reason'] };
      default:
        throw new Error(`update unknown here: ${update}`);
    }
  },
};

const startingStatuses = (values: Values): unknown[] =>
  Object.entries(values).flatMap(([name, status]) => (name.startsWith(':from') ? [status] : []));
