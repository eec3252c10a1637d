/** Environment variables by which the stack tells the functions the names of the business tables. */
export const tableVariables = {
  Orders: 'ORDERS_TABLE',
  Stock: 'STOCK_TABLE',
  Reservations: 'RESERVATIONS_TABLE',
  Gateway: 'GATEWAY_TABLE',
  Mails: 'MAILS_TABLE',
  Facts: 'FACTS_TABLE',
  LedgerLines: 'LEDGER_LINES_TABLE',
} as const;

/** A table of the order platform. */
export type BusinessTableName = keyof typeof tableVariables;

/**
 * The deployed name of a business table.
 *
 * @throws Error when the stack did not tell it.
 */
export function tableName(table: BusinessTableName, environment: NodeJS.ProcessEnv): string {
  const variable = tableVariables[table];
  const name = environment[variable];
  if (name === undefined || name === '') {
    throw new Error(`environment variable ${variable} is not set; let the function use the table in order-stack.ts`);
  }
  return name;
}
