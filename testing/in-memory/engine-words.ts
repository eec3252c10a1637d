import { ConditionalCheckFailedError } from '../../embedded/engine/dynamodb/errors.ts';
import type { TransactWriteItem } from '../../embedded/engine/dynamodb/transact-write.ts';
import type { ConditionInput } from '../../embedded/engine/dynamodb/write-action.ts';
import type { TransactionAction } from '../../lambdas/runtime/inbox/transaction-actions.ts';
import type { WriteCondition } from '../../lambdas/runtime/ports/index.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A condition in the engine's words. */
export const conditionOf = (condition: WriteCondition): ConditionInput => ({
  conditionExpression: condition.ConditionExpression,
  expressionAttributeNames: condition.ExpressionAttributeNames,
  expressionAttributeValues: condition.ExpressionAttributeValues,
});

const engineNames = new Map<string, string>();

/** `TableName` becomes `tableName`. There are few names and many writes. */
function engineName(name: string): string {
  const known = engineNames.get(name) ?? name[0]?.toLowerCase() + name.slice(1);
  engineNames.set(name, known);
  return known;
}

function parametersOf(write: object): Fields {
  const parameters: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(write)) {
    parameters[engineName(name)] = value;
  }
  return parameters;
}

/** An action of a transaction in the engine's words. */
export function engineAction(action: TransactionAction): TransactWriteItem {
  const [[kind, write]] = Object.entries(parametersOf(action)) as [[string, object]];
  return { [kind]: parametersOf(write) } as unknown as TransactWriteItem;
}

/** The item that made a condition fail, as far as there is one; rethrows every other error. */
export function failedItem(error: unknown): Fields {
  if (error instanceof ConditionalCheckFailedError) {
    return error.item ?? {};
  }
  throw error;
}
