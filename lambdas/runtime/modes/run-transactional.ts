import { conditionsNotMet } from '../conditions-not-met.ts';
import type { TransactionalHandler } from '../consumer-definition.ts';
import { causedBy } from '../emission/emission-origin.ts';
import { TransactionCollector } from '../emission/transaction-collector.ts';
import type { TransactionalContext } from '../event-context.ts';
import { eventCreatedAt, randomToken } from '../event-id.ts';
import type { TransactionRequest, TransactionResult } from '../ports/index.ts';
import { markerExpiry } from './marker-expiry.ts';
import type { ModeScope, Run, RunOutcome } from './run.ts';

/**
 * The transactional mode: what the handler collected is committed with an inbox marker in one transaction, so the
 * effect happens once whatever crashes. A marker that exists means duplicate, whatever the business conditions said.
 */
export async function runTransactional(handler: TransactionalHandler, run: Run, scope: ModeScope): Promise<RunOutcome> {
  const begun = await run.begin();
  if (begun.outcome === 'invalid') {
    return begun;
  }
  const { event } = begun;
  const result = await collectAndCommit((context) => handler.handle(event, context), run, scope);
  if (result.outcome !== 'condition-failed' || handler.conditionFailed === undefined) {
    return outcomeOf(result, run);
  }
  const answer = await collectAndCommit(
    (context) => handler.conditionFailed?.(event, { ...context, failed: result.failed }),
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
  const transaction = new TransactionCollector(causedBy(run.envelope, scope.consumer, scope.emits));
  let collected: Pick<TransactionRequest, 'writes' | 'entries'>;
  try {
    collected = await run.invoke(async () => {
      await work({ ...run.context, transaction });
      transaction.close();
      // The schemas of events are the user's code too.
      return transaction.request(scope.clock.now());
    });
  } finally {
    transaction.close();
  }
  return scope.transactions.commit({
    marker: {
      kind: 'insert',
      key: run.context.idempotencyKey,
      fingerprint: run.fingerprint,
      expiresAt: markerExpiry(scope, eventCreatedAt(run.envelope)),
    },
    ...collected,
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
