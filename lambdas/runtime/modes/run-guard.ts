import type { EventHandler } from '../consumer-definition.ts';
import { GuardOccupiedError } from '../errors.ts';
import type { EventContext, GuardedItem } from '../event-context.ts';
import type { ModeScope, Run, RunOutcome } from './run.ts';

/** The guard mode: the effect is one item whose creation carries the guard, so no inbox record and no crash window. */
export async function runGuard(
  handler: EventHandler<EventContext, GuardedItem>,
  run: Run,
  scope: ModeScope,
): Promise<RunOutcome> {
  const item = await run.invoke(() => handler.handle(run.event, run.context));
  const result = await scope.transactions.createGuarded({ ...item, key: run.context.idempotencyKey });
  switch (result.outcome) {
    case 'created':
      return { outcome: 'applied' };
    case 'duplicate':
      return { outcome: 'duplicate' };
    case 'occupied':
      throw new GuardOccupiedError(
        `the item in ${item.TableName} was created by another event; make its key depend on the event`,
      );
  }
}
