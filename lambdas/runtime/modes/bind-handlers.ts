import type { ConsumerDefinition } from '../consumer-definition.ts';
import type { BoundHandler, ModeScope, Run, RunOutcome } from './run.ts';
import { runGuard } from './run-guard.ts';
import { runLease } from './run-lease.ts';
import { runTransactional } from './run-transactional.ts';

/** The handlers of a consumer by event type. */
export function bindHandlers(definition: ConsumerDefinition, scope: ModeScope): ReadonlyMap<string, BoundHandler> {
  switch (definition.mode) {
    case 'transactional':
      return byType(definition.handlers, runTransactional, scope);
    case 'lease':
      return byType(definition.handlers, runLease, scope);
    case 'guard':
      return byType(definition.handlers, runGuard, scope);
  }
}

function byType<Handler extends Pick<BoundHandler, 'event'>>(
  handlers: readonly Handler[],
  runMode: (handler: Handler, run: Run, scope: ModeScope) => Promise<RunOutcome>,
  scope: ModeScope,
): ReadonlyMap<string, BoundHandler> {
  return new Map(
    handlers.map((handler) => [
      handler.event.type,
      { event: handler.event, run: (run: Run) => runMode(handler, run, scope) },
    ]),
  );
}
