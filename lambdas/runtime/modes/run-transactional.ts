import { conditionsNotMet } from '../conditions-not-met.ts';
import type { TransactionalHandler } from '../consumer-definition.ts';
import { causedBy } from '../emission/emission-origin.ts';
import { TransactionCollector } from '../emission/transaction-collector.ts';
import type { TransactionalContext } from '../event-context.ts';
import { eventCreatedAt, randomToken } from '../event-id.ts';
import type { TransactionResult } from '../ports/index.ts';
import { markerExpiry } from './marker-expiry.ts';
import type { ModeScope, Run, RunOutcome } from './run.ts';

/**
 * The transactional mode: what the handler collected is committed with an inbox marker in one transaction, so the
 * effect happens once whatever crashes. A marker that exists means duplicate, whatever the business conditions said.
 */
export async function runTransactional(handler: TransactionalHandler, run: Run, scope: ModeScope): Promise<RunOutcome> {
  const result = await collectAndCommit((context) => handler.handle(run.event, context), run, scope);
  if (result.outcome !== 'condition-failed' || handler.conditionFailed === undefined) {
    return outcomeOf(result, run);
  }
  const answer = await collectAndCommit(
    (context) => handler.conditionFailed?.(run.event, { ...context, failed: result.failed }),
    run,
    scope,
  );
  return outcomeOf(answer, run);
}

async function collectAndCommit(
  work: (context: TransactionalContext) => void | Promise<void>,
  run: Run,
  scope: ModeScope,
): Promise<TransactionResult> {
  const transaction = new TransactionCollector(causedBy(run.event.envelope, scope.consumer, scope.emits));
  try {
    await run.invoke(() => work({ ...run.context, transaction }));
  } finally {
    transaction.close();
  }
  return scope.transactions.commit({
    marker: {
      kind: 'insert',
      key: run.context.idempotencyKey,
      fingerprint: run.fingerprint,
      expiresAt: markerExpiry(scope, eventCreatedAt(run.event.envelope)),
    },
    ...(await transaction.request(scope.clock.now())),
    token: randomToken(scope.random),
  });
}

function outcomeOf(result: TransactionResult, run: Run): RunOutcome {
  switch (result.outcome) {
    case 'committed':
      return { outcome: 'applied' };
    case 'duplicate':
      return { outcome: result.fingerprint === run.fingerprint ? 'duplicate' : 'key-reused' };
    case 'condition-failed':
      throw conditionsNotMet(result.failed);
    case 'lease-lost':
      throw new Error('an inserted marker cannot lose a lease; the transaction store broke its contract');
  }
}
