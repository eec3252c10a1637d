import type { EventHandler } from '../consumer-definition.ts';
import { causedBy } from '../emission/emission-origin.ts';
import { EventCollector } from '../emission/event-collector.ts';
import { itemWithEvents } from '../emission/inline-events.ts';
import { GuardOccupiedError } from '../errors.ts';
import type { GuardContext, GuardedItem } from '../event-context.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { ModeScope, Run, RunOutcome } from './run.ts';

/** The guard mode: the effect is one item whose creation carries the guard, so no inbox record and no crash window. */
export async function runGuard(
  handler: EventHandler<GuardContext, GuardedItem>,
  run: Run,
  scope: ModeScope,
): Promise<RunOutcome> {
  const begun = await run.begin();
  if (begun.outcome === 'invalid') {
    return begun;
  }
  const collector = new EventCollector(causedBy(run.envelope, scope.consumer, scope.emits));
  let made: { readonly item: GuardedItem; readonly entries: readonly OutboxEntry[] };
  try {
    made = await run.invoke(async () => {
      const item = await handler.handle(begun.event, {
        ...run.context,
        emit: (event, payload, options) => collector.emit(event, payload, options),
      });
      collector.close();
      // The schemas of events are the user's code too.
      return { item, entries: await collector.entries(scope.clock.now()) };
    });
  } finally {
    collector.close();
  }
  const { item, entries } = made;
  const result = await scope.transactions.createGuarded({
    ...item,
    Item: itemWithEvents(item.Item, entries),
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
