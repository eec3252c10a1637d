import type { Mutant } from '../patch.ts';
import { LOST, ORDER, TWICE, UNEXPLAINED } from './broken-promises.ts';

/** Bugs of the consumer: batches, attempts and dead letters. */
export const consumerMutants: readonly Mutant[] = [
  {
    name: 'empty-batch-response',
    about: 'answers Lambda that everything succeeded',
    file: 'lambdas/runtime/batch/batch-ledger.ts',
    edits: [
      {
        replace: 'const kept = messages.filter((message) => !acknowledged.has(message));',
        by: 'const kept = messages.filter(() => false);',
      },
    ],
    systems: ['standard'],
    shows: LOST,
  },
  {
    name: 'response-names-what-succeeded',
    about: 'names in its answer what succeeded instead of what failed',
    file: 'lambdas/runtime/batch/batch-ledger.ts',
    edits: [
      {
        replace: 'const kept = messages.filter((message) => !acknowledged.has(message));',
        by: 'const kept = messages.filter((message) => acknowledged.has(message));',
      },
    ],
    systems: ['standard'],
    shows: LOST,
  },
  {
    name: 'followers-pass-failed-head',
    about: 'goes on with the messages of a group behind one that failed',
    file: 'lambdas/runtime/batch/lane.ts',
    edits: [{ replace: 'if (this.#head !== undefined) {', by: 'if (this.#head === null) {' }],
    systems: ['fifo'],
    shows: ORDER,
  },
  {
    name: 'groups-not-in-lanes',
    about: 'handles the messages of a group beside each other',
    file: 'lambdas/runtime/batch/lane.ts',
    edits: [{ replace: '  message.fifo ? ', by: '  message.fifo && message.group === null ? ' }],
    systems: ['fifo'],
    shows: ORDER,
  },
  {
    name: 'every-copy-folded',
    about: 'acknowledges all copies of an event, the one that stands for them too',
    file: 'lambdas/runtime/batch/fold-copies.ts',
    edits: [
      {
        replace: 'if (pending.message.record.messageId === youngest.message.record.messageId) {',
        by: 'if (same.length === 1 && pending.message.record.messageId === youngest.message.record.messageId) {',
      },
    ],
    systems: ['guard', 'standard'],
    shows: LOST,
  },
  {
    name: 'backstop-too-low',
    about: 'has SQS move a message after as many receives as the runtime has attempts',
    file: 'contracts/receive-backstop.ts',
    edits: [
      {
        replace: 'const STANDARD = { perAttempt: 12, least: 60 };',
        by: 'const STANDARD = { perAttempt: 1, least: 5 };',
      },
    ],
    systems: ['standard', 'lease'],
    shows: UNEXPLAINED,
  },
  {
    name: 'receive-count-as-attempts',
    about: 'takes the receive count for the number of attempts',
    file: 'lambdas/runtime/message/settle-failure.ts',
    edits: [{ replace: 'attempts: attemptsBefore(history) + 1,', by: 'attempts: message.receiveCount,' }],
    systems: ['fifo', 'standard'],
    shows: /^G4 .* was told of attempt/,
  },
  {
    name: 'attempts-survive-redrive',
    about: 'counts attempts by event and keeps them when it gives a message up',
    file: 'lambdas/runtime/message/attempt-history.ts',
    edits: [
      {
        replace: 'attemptsKey(scope.settings.consumer, message.record.messageId);',
        by: 'attemptsKey(scope.settings.consumer, message.content.envelope?.id ?? message.record.messageId);',
      },
      {
        replace: 'scope.ports.inbox.forgetAttempts(keyOf(message, scope)).catch(() => undefined);',
        by: 'Promise.resolve();',
      },
      { replace: 'if (message.receiveCount <= 1) {', by: 'if (message.receiveCount <= 0) {' },
    ],
    systems: ['redrive', 'standard'],
    shows: /^G6 .* is back in the dead-letter queue/,
  },
  {
    name: 'crash-not-counted',
    about: 'does not count a run whose process ended',
    file: 'lambdas/runtime/message/attempt-history.ts',
    edits: [{ replace: 'attempts: record.attempts + 1,', by: 'attempts: record.attempts,' }],
    systems: ['standard', 'fifo'],
    shows: UNEXPLAINED,
  },
  {
    name: 'crash-counted-without-run',
    about: 'announces a run before its claim, and leaves the start record when there is nothing to run',
    file: 'lambdas/runtime/modes/run-lease.ts',
    edits: [
      {
        replace: '  const claimed = await scope.inbox.claim({',
        by: "  const begun = await run.begin();\n  if (begun.outcome === 'invalid') return begun;\n  const claimed = await scope.inbox.claim({",
      },
      {
        replace: 'return holdLease(claimed.claim, handler, run, scope);',
        by: 'return holdLease(claimed.claim, handler, { ...run, begin: async () => begun }, scope);',
      },
    ],
    systems: ['lease', 'fifo'],
    shows: /^G4 .* was told of attempt/,
  },
  {
    name: 'ambiguous-start-forgotten',
    about: 'takes a start record whose writing failed for one that was not written',
    file: 'lambdas/runtime/message/run-message.ts',
    edits: [
      {
        replace: '    progress.announced = true;\n    await recordStart(message, history, scope);',
        by: '    await recordStart(message, history, scope);\n    progress.announced = true;',
      },
    ],
    systems: ['fifo', 'standard', 'lease'],
    shows: /^G4 .* was told of attempt/,
  },
  {
    name: 'throttle-counted-as-attempt',
    about: 'counts a commit that a database refused, or did not answer, as an attempt',
    file: 'lambdas/runtime/message/run-message.ts',
    edits: [{ replace: ' && !(error instanceof DatabaseError)', by: '' }],
    systems: ['guard', 'redrive', 'standard'],
    shows: /^G4 a database that failed/,
  },
  {
    name: 'conflict-counted-as-attempt',
    about: 'counts a commit that met other transactions to the last try as an attempt',
    file: 'lambdas/runtime/message/run-message.ts',
    edits: [
      {
        replace: '!(error instanceof DatabaseError)',
        by: "!(error instanceof DatabaseError && error.code !== 'TRANSACTION_CONFLICT')",
      },
    ],
    systems: ['contended'],
    shows: /^G4 a database that failed/,
  },
  {
    name: 'acknowledge-before-dead-letter',
    about: 'acknowledges a message although it could not be dead-lettered',
    file: 'lambdas/runtime/message/give-up.ts',
    edits: [
      {
        replace: '  } catch (sendError) {\n',
        by: "  } catch (sendError) {\n    return { kept: false, outcome: 'dead-lettered', attempt: attempts };\n",
      },
    ],
    systems: ['standard', 'redrive'],
    shows: LOST,
  },
  {
    name: 'dead-letter-without-report',
    about: 'dead-letters without saying why',
    file: 'lambdas/runtime/message/dead-letter.ts',
    edits: [
      {
        replace: 'attributes: explained ?? originalAttributes(record),',
        by: 'attributes: originalAttributes(record),',
      },
    ],
    systems: ['standard'],
    shows: /^G5 a dead letter does not explain itself/,
  },
  {
    name: 'dead-letter-deduplicated-by-event',
    about: 'deduplicates dead letters by event id, so that SQS swallows a redriven one that fails again',
    file: 'lambdas/runtime/message/dead-letter.ts',
    edits: [
      {
        replace: 'deduplicationId: fifo ? record.messageId : undefined,',
        by: 'deduplicationId: fifo ? (message.content.envelope?.id ?? record.messageId) : undefined,',
      },
    ],
    systems: ['redrive', 'fifo'],
    shows: LOST,
  },
  {
    name: 'dead-letter-loses-group',
    about: 'puts dead letters into a group of their own',
    file: 'lambdas/runtime/message/dead-letter.ts',
    edits: [{ replace: 'groupId: group,', by: "groupId: group === undefined ? undefined : 'dead'," }],
    systems: ['redrive', 'fifo'],
    shows: /^G6 .* in another group/,
  },
  {
    name: 'gives-up-too-soon',
    about: 'gives a message up one attempt too soon',
    file: 'lambdas/runtime/message/settle-failure.ts',
    edits: [
      {
        replace: 'if (failures.attempts >= scope.settings.maxAttempts) {',
        by: 'if (failures.attempts + 1 >= scope.settings.maxAttempts) {',
      },
    ],
    systems: ['standard'],
    shows: /^G4 a message was given up after/,
  },
  {
    name: 'never-gives-up',
    about: 'retries for ever what cannot succeed',
    file: 'lambdas/runtime/message/settle-failure.ts',
    edits: [
      {
        replace: 'if (failures.attempts >= scope.settings.maxAttempts) {',
        by: 'if (failures.attempts >= 1_000_000) {',
      },
      { replace: 'attempts: attemptsBefore(history) + 1,', by: 'attempts: Math.min(1, attemptsBefore(history) + 1),' },
    ],
    systems: ['standard'],
    shows: UNEXPLAINED,
  },
  {
    name: 'last-failure-by-own-clock',
    about: 'says that the last failure was before the first where the clocks of two environments disagree',
    file: 'lambdas/runtime/message/failure-report.ts',
    edits: [
      {
        replace: 'rfc3339(laterOf(failure.firstFailureAt, failure.lastFailureAt))',
        by: 'rfc3339(failure.lastFailureAt)',
      },
    ],
    systems: ['standard', 'redrive'],
    shows: /^G5 a dead letter explains itself in part only/,
  },
  {
    name: 'horizon-not-checked',
    about: 'handles events that are older than the inbox remembers',
    file: 'lambdas/runtime/message/incoming-message.ts',
    edits: [{ replace: 'if (createdAt < now - horizonSeconds * 1000) {', by: 'if (createdAt < 0) {' }],
    systems: ['redrive'],
    shows: TWICE,
  },
  {
    name: 'horizon-in-milliseconds',
    about: 'takes the seconds of the horizon for milliseconds: events of an hour are too old',
    file: 'lambdas/runtime/message/incoming-message.ts',
    edits: [
      { replace: 'if (createdAt < now - horizonSeconds * 1000) {', by: 'if (createdAt < now - horizonSeconds) {' },
    ],
    systems: ['redrive', 'outbox-outage'],
    shows: /^G6 an event was taken for too old/,
  },
  {
    name: 'rejects-what-never-ran',
    about: 'dead-letters as rejected what a failing inbox kept from running',
    file: 'lambdas/runtime/message/run-message.ts',
    edits: [
      {
        replace: '  return keptWithoutAttempt(error, message, history, scope);',
        by: "  return refuse(message, history, { reason: 'NON_RETRYABLE', problem: String(error) }, scope) as never;",
      },
    ],
    systems: ['lease', 'standard'],
    shows: /^G4 an event was rejected that was never run/,
  },
  {
    name: 'backoff-at-its-cap',
    about: 'hides a message for twelve hours after each failure',
    file: 'lambdas/runtime/backoff.ts',
    edits: [
      {
        replace: '  return Math.floor(random.fraction() * (ceiling + 1));',
        by: '  return Math.max(ceiling, capSeconds);',
      },
    ],
    systems: ['fifo', 'standard'],
    shows: /^the system does not settle/,
  },
];
