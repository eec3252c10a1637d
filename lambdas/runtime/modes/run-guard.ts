import type { EventHandler } from '../consumer-definition.ts';
import { causedBy } from '../emission/emission-origin.ts';
import { EventCollector } from '../emission/event-collector.ts';
import { itemWithEvents } from '../emission/inline-events.ts';
import { GuardOccupiedError } from '../errors.ts';
import type { GuardContext, GuardedItem } from '../event-context.ts';
import type { ModeScope, Run, RunOutcome } from './run.ts';

/** The guard mode: the effect is one item whose creation carries the guard, so no inbox record and no crash window. */
export async function runGuard(
  handler: EventHandler<GuardContext, GuardedItem>,
  run: Run,
  scope: ModeScope,
): Promise<RunOutcome> {
  const collector = new EventCollector(causedBy(run.event.envelope, scope.consumer, scope.emits));
  let item: GuardedItem;
  try {
    item = await run.invoke(() =>
      handler.handle(run.event, {
        ...run.context,
        emit: (event, payload, options) => collector.emit(event, payload, options),
      }),
    );
  } finally {
    collector.close();
  }
  const result = await scope.transactions.createGuarded({
    ...item,
    Item: itemWithEvents(item.Item, await collector.entries(scope.clock.now())),
    key: run.context.idempotencyKey,
  });
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
