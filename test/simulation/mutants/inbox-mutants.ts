import type { Mutant } from '../patch.ts';
import { LOST, TWICE } from './broken-promises.ts';

/** Bugs of claims, markers and transactions. */
export const inboxMutants: readonly Mutant[] = [
  {
    name: 'mark-before-work',
    about: 'completes the event before its handler has run',
    file: 'lambdas/runtime/modes/run-lease.ts',
    edits: [
      {
        replace: '    const entries = await run.invoke(async () => {\n',
        by: '    await complete(claim, [], run, scope);\n    await run.invoke(async () => {\n',
      },
      { replace: '    await complete(claim, entries, run, scope);\n', by: '' },
    ],
    systems: ['lease', 'standard'],
    shows: LOST,
  },
  {
    name: 'unfenced-complete',
    about: 'completes whoever holds the lease',
    file: 'lambdas/runtime/inbox/inbox-row.ts',
    edits: [
      {
        replace: "ConditionExpression: '#state = :claimed AND #owner = :owner',",
        by: "ConditionExpression: '#state = :claimed OR #owner <> :owner OR #owner = :owner',",
      },
    ],
    systems: ['lease', 'standard'],
    shows: /^G2 .* was completed more than once/,
  },
  {
    name: 'unfenced-release',
    about: 'releases a lease that somebody else holds',
    file: 'testing/in-memory/in-memory-inbox-store.ts',
    edits: [{ replace: '        ...conditionOf(ownedCondition(claim)),\n', by: '' }],
    systems: ['lease'],
    shows: /^G2 (.* was completed more than once|two environments)/,
  },
  {
    name: 'lease-in-seconds',
    about: 'takes seconds for milliseconds: every lease has ended when it begins',
    file: 'lambdas/runtime/modes/run-lease.ts',
    edits: [
      {
        replace: 'leaseEndsAt: run.invocationEndsAt,',
        by: 'leaseEndsAt: Math.floor(run.invocationEndsAt / 1000) as typeof run.invocationEndsAt,',
      },
    ],
    systems: ['lease'],
    shows: /^G2 two environments held a valid lease/,
  },
  {
    name: 'marker-ttl-too-short',
    about: 'has DynamoDB forget what was applied within seconds',
    file: 'lambdas/runtime/modes/marker-expiry.ts',
    edits: [{ replace: 'horizonSeconds * 1000 + CLOCK_SLACK_MS', by: 'horizonSeconds / 1000' }],
    systems: ['redrive'],
    shows: TWICE,
  },
  {
    name: 'marker-not-conditional',
    about: 'inserts the marker whether there is one or not',
    file: 'lambdas/runtime/inbox/transaction-actions.ts',
    edits: [{ replace: '  ...freeCondition(marker.fingerprint, now),\n', by: '' }],
    systems: ['standard'],
    shows: TWICE,
  },
  {
    name: 'fingerprint-not-compared',
    about: 'takes another payload under an id for a copy of the event',
    file: 'lambdas/runtime/modes/run-transactional.ts',
    edits: [
      {
        replace: "result.fingerprint === run.fingerprint ? 'duplicate' : 'key-reused'",
        by: "result.fingerprint === '' ? 'key-reused' : 'duplicate'",
      },
    ],
    systems: ['standard'],
    shows: /^G5 .* two payloads/,
  },
  {
    name: 'key-by-message',
    about: 'takes the SQS message id for the identity of the event',
    file: 'lambdas/runtime/message/incoming-message.ts',
    edits: [
      {
        replace: 'content: readContent(record.body, rules),',
        by: 'content: readContent(record.body, { ...rules, consumer: rules.consumer + record.messageId }),',
      },
    ],
    systems: ['standard', 'guard'],
    shows: TWICE,
  },
  {
    name: 'guard-not-conditional',
    about: 'writes the guarded item whether there is one or not',
    file: 'testing/in-memory/in-memory-transaction-store.ts',
    edits: [
      {
        replace: "        conditionExpression: 'attribute_not_exists(#pk)',\n",
        by: "        conditionExpression: 'attribute_not_exists(#pk) OR attribute_exists(#pk)',\n",
      },
    ],
    systems: ['guard'],
    shows: TWICE,
  },
  {
    name: 'condition-before-marker',
    about: 'reports a business condition although the marker failed too',
    file: 'testing/in-memory/in-memory-transaction-store.ts',
    edits: [
      {
        replace: "if (ofMarker?.code === 'ConditionalCheckFailed') {",
        by: "if (ofMarker?.code === 'ConditionalCheckFailed' && !others.some(({ code }) => code === 'ConditionalCheckFailed')) {",
      },
    ],
    systems: ['saga'],
    shows: /^G2 .* a business condition was reported/,
  },
  {
    name: 'emitted-id-without-position',
    about: 'gives all events that a run emits one id, so that the second is taken for a copy of the first',
    file: 'lambdas/runtime/event-id.ts',
    edits: [
      {
        replace: 'JSON.stringify([cause.source, cause.id, consumer, position])',
        by: 'JSON.stringify([cause.source, cause.id, consumer, position === undefined])',
      },
    ],
    systems: ['chain'],
    shows: /^G2 .* was emitted more than once/,
  },
  {
    name: 'guard-events-left-out',
    about: 'writes the item of a guard consumer without the events that it emitted',
    file: 'lambdas/runtime/modes/run-guard.ts',
    edits: [{ replace: 'itemWithEvents(item.Item, entries)', by: 'itemWithEvents(item.Item, entries.slice(0, 0))' }],
    systems: ['chain'],
    shows: /^G2 .* emitted 0 events because of/,
  },
  {
    name: 'outcome-not-stored',
    about: 'gives a client that repeats its request another answer',
    file: 'lambdas/runtime/producer/answer-request.ts',
    edits: [{ replace: 'result: stored }', by: 'result: undefined }' }],
    systems: ['standard', 'fifo'],
    shows: /different answers/,
  },
  {
    name: 'request-key-per-call',
    about: 'takes every repeat of a request for a new one',
    file: 'lambdas/runtime/producer/answer-request.ts',
    edits: [
      {
        replace: 'const key = requestKey(settings.producer, clientKey);',
        by: 'const key = requestKey(settings.producer, clientKey + call.ports.clock.now());',
      },
    ],
    systems: ['standard', 'fifo'],
    shows: /different answers|^G2 \d+ requests made/,
  },
  {
    name: 'key-by-attempt',
    about: 'gives the handler another idempotency key in each attempt',
    file: 'lambdas/runtime/modes/run-lease.ts',
    edits: [
      {
        replace: '        ...run.context,\n',
        by: '        ...run.context,\n        idempotencyKey: run.context.idempotencyKey + run.context.attempt,\n',
      },
    ],
    systems: ['lease', 'standard'],
    shows: /^G2 the outside system was given different idempotency keys/,
  },
  {
    name: 'key-by-version',
    about: 'takes another version of the code for another consumer',
    file: 'lambdas/runtime/create-consumer.ts',
    edits: [
      {
        replace: 'const { consumer, horizonSeconds, maxMessageBytes } = resolved;',
        by: "const { horizonSeconds, maxMessageBytes } = resolved;\n  const consumer = resolved.consumer + resolved.consumerVersion.replace('v1', '');",
      },
    ],
    systems: ['deploy', 'standard'],
    shows: /^G2 (the effect of|the change of) /,
  },
];
