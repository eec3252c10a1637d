import type { EventHandler } from '../consumer-definition.ts';
import { causedBy } from '../emission/emission-origin.ts';
import { EventCollector } from '../emission/event-collector.ts';
import { HandlerTimeoutError, LeaseLostError } from '../errors.ts';
import type { LeaseContext } from '../event-context.ts';
import { eventCreatedAt, randomToken } from '../event-id.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { Claim } from '../ports/index.ts';
import { markerExpiry } from './marker-expiry.ts';
import type { ModeScope, Run, RunOutcome } from './run.ts';

/**
 * The lease mode: the handler runs while this invocation owns the event's key. Completion and emitted events are one
 * transaction conditional on the owner token, so a stale holder can neither complete nor emit.
 */
export async function runLease(
  handler: EventHandler<LeaseContext, void>,
  run: Run,
  scope: ModeScope,
): Promise<RunOutcome> {
  const claimed = await scope.inbox.claim({
    key: run.context.idempotencyKey,
    owner: randomToken(scope.random),
    leaseEndsAt: run.invocationEndsAt,
    fingerprint: run.fingerprint,
    now: scope.clock.now(),
    expiresAt: markerExpiry(scope, eventCreatedAt(run.envelope)),
  });
  switch (claimed.outcome) {
    case 'completed':
      return { outcome: 'duplicate' };
    case 'in-progress':
    case 'key-reused':
      return claimed;
    case 'claimed':
      return holdLease(claimed.claim, handler, run, scope);
  }
}

async function holdLease(
  claim: Claim,
  handler: EventHandler<LeaseContext, void>,
  run: Run,
  scope: ModeScope,
): Promise<RunOutcome> {
  const collector = new EventCollector(causedBy(run.envelope, scope.consumer, scope.emits));
  try {
    const begun = await run.begin();
    if (begun.outcome === 'invalid') {
      await release(claim, scope);
      return begun;
    }
    const entries = await run.invoke(async () => {
      await handler.handle(begun.event, {
        ...run.context,
        emit: (event, payload, options) => collector.emit(event, payload, options),
      });
      collector.close();
      // The schemas of events are the user's code too.
      return collector.entries(scope.clock.now());
    });
    await complete(claim, entries, run, scope);
    return { outcome: 'applied' };
  } catch (error) {
    // An abandoned handler may still be at work: its lease stands, so that nobody works beside it.
    if (!(error instanceof HandlerTimeoutError && error.abandoned)) {
      await release(claim, scope);
    }
    throw error;
  } finally {
    collector.close();
  }
}

async function complete(claim: Claim, entries: readonly OutboxEntry[], run: Run, scope: ModeScope): Promise<void> {
  const result = await scope.transactions.commit({
    marker: { kind: 'complete', claim, expiresAt: markerExpiry(scope, eventCreatedAt(run.envelope)) },
    writes: [],
    entries,
    token: randomToken(scope.random),
  });
  if (result.outcome !== 'committed') {
    throw new LeaseLostError(
      `the lease on ${claim.key} was lost before its completion (${result.outcome}); nothing was emitted`,
    );
  }
}

/** A lease that cannot be released ends by itself; the run's own error is the one to report. */
async function release(claim: Claim, scope: ModeScope): Promise<void> {
  await scope.inbox.release(claim).catch(() => undefined);
}
