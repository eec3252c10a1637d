import type { Mutant } from '../patch.ts';
import { LOST, ORDER } from './broken-promises.ts';

/** Bugs of relay, sweeper and redrive. */
export const outboxMutants: readonly Mutant[] = [
  {
    name: 'failed-entries-ignored',
    about: 'takes a batch that SNS answered for published as a whole',
    file: 'lambdas/runtime/outbox/publish-entries.ts',
    edits: [
      {
        replace: '        this.#retry(queue, pending, result.code);\n',
        by: "        this.#outcomes.set(pending.entry, { outcome: 'published' });\n        this.#records.published(pending.entry);\n        queue.settle(pending);\n",
      },
    ],
    systems: ['standard', 'fifo'],
    shows: LOST,
  },
  {
    name: 'deleted-before-published',
    about: 'deletes entries before it has published them',
    file: 'lambdas/runtime/outbox/publish-entries.ts',
    edits: [
      {
        replace: '    const messages = batch.map(',
        by: '    for (const { entry } of batch) this.#records.published(entry);\n    await this.#records.flush();\n    const messages = batch.map(',
      },
    ],
    systems: ['outbox-outage', 'fifo'],
    shows: LOST,
  },
  {
    name: 'quarantines-what-failed',
    about: 'sets aside for ever what was throttled',
    file: 'lambdas/runtime/outbox/publish-entries.ts',
    edits: [
      {
        replace: '        this.#retry(queue, pending, result.code);\n',
        by: '        await this.#quarantine(pending.entry, result);\n        queue.settle(pending);\n',
      },
    ],
    systems: ['standard'],
    shows: LOST,
  },
  {
    name: 'checkpoint-past-failures',
    about: 'has the stream go on behind records that failed',
    file: 'lambdas/runtime/outbox/relay-batch.ts',
    edits: [
      {
        replace: 'const first = this.#records.find((record) => this.#failed.has(record));',
        by: 'const first = this.#records.find(() => false);',
      },
    ],
    systems: ['inline'],
    shows: LOST,
  },
  {
    name: 'checkpoint-at-highest-failure',
    about: 'has the stream go on at the last record that failed, not at the first',
    file: 'lambdas/runtime/outbox/relay-batch.ts',
    edits: [{ replace: 'const first = this.#records.find((', by: 'const first = this.#records.findLast((' }],
    systems: ['inline'],
    shows: LOST,
  },
  {
    name: 'several-of-a-group-in-a-batch',
    about: 'publishes the followers of a group beside its head, past one that failed',
    file: 'lambdas/runtime/outbox/topic-queue.ts',
    edits: [{ replace: 'if (fifo && followers === undefined) {', by: 'if (fifo && followers === null) {' }],
    systems: ['outbox-outage', 'inline', 'fifo'],
    shows: ORDER,
  },
  {
    name: 'followers-kept-behind-given-up',
    about: 'publishes the followers of an entry that it has given up',
    file: 'lambdas/runtime/outbox/publish-entries.ts',
    edits: [
      {
        replace:
          "    for (const follower of queue.dropFollowers(pending)) {\n      this.#giveUp(follower, 'HELD_BACK');\n    }\n",
        by: '    queue.settle(pending);\n',
      },
      { replace: 'const MAX_ATTEMPTS = 8;', by: 'const MAX_ATTEMPTS = 1;' },
    ],
    systems: ['outbox-outage', 'fifo', 'inline'],
    shows: ORDER,
  },
  {
    name: 'late-batch-not-caught-up',
    about: 'publishes what the stream shows before what it forgot',
    file: 'lambdas/runtime/outbox/catch-up.ts',
    edits: [
      {
        replace: "  isLate || ofKey.some(({ entry }) => isFifoTopic(topicArns.get(entry.topic) ?? ''));",
        by: '  isLate && ofKey.length === 0 && topicArns.size === 0;',
      },
    ],
    systems: ['outbox-outage'],
    shows: ORDER,
  },
  {
    name: 'only-late-batch-caught-up',
    about: 'publishes a new entry of a key before what a trimmed stream forgot of it',
    file: 'lambdas/runtime/outbox/catch-up.ts',
    edits: [
      {
        replace: "  isLate || ofKey.some(({ entry }) => isFifoTopic(topicArns.get(entry.topic) ?? ''));",
        by: '  isLate || (ofKey.length === 0 && topicArns.size === 0);',
      },
    ],
    systems: ['outbox-outage'],
    shows: ORDER,
  },
  {
    name: 'sweeper-out-of-order',
    about: 'sweeps a key from its newest entry on',
    file: 'lambdas/runtime/outbox/old-slices.ts',
    edits: [
      {
        replace: '  slice.slice(0, slice.findLastIndex(({ createdAt }) => createdAt <= cutoff) + 1);',
        by: '  slice.slice(0, slice.findLastIndex(({ createdAt }) => createdAt <= cutoff) + 1).toReversed();',
      },
    ],
    systems: ['outbox-outage'],
    shows: ORDER,
  },
  {
    name: 'modify-ignored',
    about: 'publishes only the events of new items',
    file: 'lambdas/runtime/outbox/item-change.ts',
    edits: [
      { replace: "if (eventName !== 'INSERT' && eventName !== 'MODIFY') {", by: "if (eventName !== 'INSERT') {" },
    ],
    systems: ['inline'],
    shows: LOST,
  },
  {
    name: 'derived-id-without-version',
    about: 'gives all versions of an item one event, so that the relay takes its next change for told',
    file: 'lambdas/runtime/outbox/derived-events.ts',
    edits: [
      { replace: 'orderingKey, sequence, identity ?? null]', by: 'orderingKey, sequence === 0, identity ?? null]' },
    ],
    systems: ['derived'],
    shows: /^G2 the parcel of .* moved/,
  },
  {
    name: 'group-by-event',
    about: 'puts each event on a FIFO topic into a group of its own',
    file: 'lambdas/runtime/outbox/publish-entry.ts',
    edits: [{ replace: 'groupId: entry.orderingKey,', by: 'groupId: entry.eventId,' }],
    systems: ['fifo'],
    shows: ORDER,
  },
  {
    name: 'redrive-drops-group',
    about: 'redrives into one group for all',
    file: 'testing/simulator/redrive.ts',
    edits: [
      { replace: "groupId: attributes['MessageGroupId'],", by: "groupId: spec.topic.fifo ? 'redriven' : undefined," },
    ],
    systems: ['redrive', 'fifo'],
    shows: /^G6 .* in another group/,
  },
  {
    name: 'redrive-drops-attributes',
    about: 'redrives the body alone, so that no filter and no dead letter knows the event again',
    file: 'testing/simulator/redrive.ts',
    edits: [{ replace: 'attributes: Object.fromEntries(own),', by: 'attributes: {},' }],
    systems: ['redrive', 'standard'],
    shows: /^G6 .* without the attributes of its event/,
  },
  {
    name: 'subscription-without-dead-letter-queue',
    about: 'has SNS drop what it cannot deliver',
    file: 'testing/simulator/simulated-messaging.ts',
    edits: [{ replace: '        redrivePolicy: { deadLetterTargetArn },\n', by: '' }],
    systems: ['standard', 'fifo'],
    shows: /^G1 SNS lost a message/,
  },
  {
    name: 'redrive-deletes-first',
    about: 'deletes a dead letter before it was sent back',
    file: 'testing/simulator/redrive.ts',
    edits: [
      { replace: '      await source.delete([receiptHandle]);\n', by: '' },
      {
        replace: '      await target.send({',
        by: '      await source.delete([receiptHandle]);\n      await target.send({',
      },
    ],
    systems: ['standard', 'redrive'],
    shows: LOST,
  },
  {
    name: 'redrive-deduplicated-by-body',
    about: 'redrives with the event as deduplication id, so that SQS swallows the second redrive',
    file: 'testing/simulator/redrive.ts',
    edits: [
      {
        replace: 'deduplicationId: spec.topic.fifo ? messageId : undefined,',
        by: 'deduplicationId: spec.topic.fifo ? body.slice(30, 80).replace(/[^\\w-]/g, "") : undefined,',
      },
    ],
    systems: ['fifo', 'redrive'],
    shows: LOST,
  },
  {
    name: 'inline-quarantine-loses',
    about: 'takes an event of an item that no topic takes for set aside, and keeps nothing of it',
    file: 'lambdas/runtime/outbox/item-quarantine.ts',
    edits: [
      {
        replace:
          'return this.#store.keep({ key: quarantineKey(outboxKeyOf(entry)), reason, attributes: rowOf(entry) });',
        by: 'return Promise.resolve();',
      },
    ],
    systems: ['hostile'],
    shows: /^G4 two stray items were to be set aside/,
  },
];
