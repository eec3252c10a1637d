/** Environment variables that the stack sets and the functions read: names of the business tables. */
export const variables = {
  orders: 'ORDERS_TABLE',
  stock: 'STOCK_TABLE',
  reservations: 'RESERVATIONS_TABLE',
  gateway: 'GATEWAY_TABLE',
  mails: 'MAILS_TABLE',
  facts: 'FACTS_TABLE',
  ledgerLines: 'LEDGER_LINES_TABLE',
} as const;

/**
 * Reads a variable.
 *
 * @throws Error when it is not set.
 */
export function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') {
    throw new Error(`environment variable ${name} is not set; order-stack.ts sets it`);
  }
  return value;
}
