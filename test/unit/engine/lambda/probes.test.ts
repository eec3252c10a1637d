import { describe, expect, it } from 'vitest';
import type { InvocationOutcome } from '../../../../embedded/engine/lambda/invocation-outcome.ts';
import type { QueueBatch } from '../../../../embedded/engine/lambda/queue-batch.ts';
import type { JsonObject } from '../../../../embedded/json.ts';
import { batchResponseProbes } from '../../../probes/batch-responses.ts';
import { mappingBatchProbes } from '../../../probes/mapping-batches.ts';
import { mappingFailureProbes } from '../../../probes/mapping-failures.ts';
import type { Answer } from '../../../probes/probe.ts';
import { streamProbes } from '../../../probes/streams.ts';
import { mappedQueue, mappedStream } from './mapped-sources.ts';

const VISIBILITY_MS = 30_000;
const REPORTS: JsonObject = {};
const REPORTS_NOT: JsonObject = { FunctionResponseTypes: [] };

/** A queue whose messages are dead letters once they have been received too often. */
function withDeadLetters(maxReceiveCount: number, properties: JsonObject = {}, reserved?: number) {
  const world = mappedQueue(properties, {}, reserved);
  const { queueArn: deadLetterTargetArn } = world.sqs.createQueue({ queueName: 'dead' });
  const redrivePolicy = { deadLetterTargetArn, maxReceiveCount };
  world.sqs.setQueueAttributes({ queueArn: world.queueArn, attributes: { redrivePolicy } });
  return { ...world, deadLetterTargetArn };
}

/** Bodies that come back from one batch of `bodies`, sorted. */
function givenBack(
  bodies: readonly string[],
  outcomeOf: (batch: QueueBatch) => InvocationOutcome,
  properties: JsonObject = REPORTS,
  reserved?: number,
): readonly string[] {
  const world = withDeadLetters(1, properties, reserved);
  world.send(...bodies);
  for (let deliveries = 0; deliveries < 3; deliveries++) {
    const batch = world.mapping.poll();
    if (batch !== undefined) world.mapping.settle(batch, outcomeOf(batch));
    world.advance(VISIBILITY_MS);
  }
  return world.sqs
    .messagesOf(world.deadLetterTargetArn)
    .map(({ body }) => body)
    .toSorted();
}

const answering = (answer: unknown) => (): InvocationOutcome => ({
  outcome: 'success',
  payload: JSON.stringify(answer),
});
const failing = (): InvocationOutcome => ({ outcome: 'error' });
const reporting =
  (...names: readonly string[]) =>
  ({ messages }: QueueBatch): InvocationOutcome => {
    const failures = messages.filter(({ body }) => names.includes(body));
    return answering({ batchItemFailures: failures.map(({ messageId }) => ({ itemIdentifier: messageId })) })();
  };
const becomesOf = (answer: unknown): string =>
  givenBack(['message'], answering(answer)).length > 0 ? 'given back' : 'deleted';
const failures = (...batchItemFailures: unknown[]) => ({ batchItemFailures });

/** The receive counts that a function sees that always fails, and the message when it is received as a dead letter. */
function exhausted() {
  const world = withDeadLetters(2);
  const seen: number[] = [];
  world.send('failing');
  for (let batch = world.mapping.poll(); batch !== undefined; batch = world.mapping.poll()) {
    seen.push(...batch.messages.map(({ approximateReceiveCount }) => approximateReceiveCount));
    world.mapping.settle(batch, failing());
    world.advance(VISIBILITY_MS);
  }
  const { messages } = world.sqs.receiveMessage({ queueArn: world.deadLetterTargetArn });
  return { seen, deadLetter: messages[0], queueArn: world.queueArn };
}

/** The engine's answers to the questions that the probes ask of the embedded cloud and of LocalStack. */
const ANSWERS: Readonly<Record<string, () => unknown>> = {
  'response-null': () => becomesOf(null),
  'response-empty-object': () => becomesOf({}),
  'response-empty-list': () => becomesOf(failures()),
  'response-null-list': () => becomesOf({ batchItemFailures: null }),
  'response-empty-identifier': () => becomesOf(failures({ itemIdentifier: '' })),
  'response-null-identifier': () => becomesOf(failures({ itemIdentifier: null })),
  'response-bad-key': () => becomesOf(failures({ itemId: 'x' })),
  'response-unknown-identifier': () => becomesOf(failures({ itemIdentifier: 'nobody' })),
  'response-text': () => becomesOf('done'),
  'response-list': () => becomesOf(['done']),
  'response-text-for-list': () => becomesOf({ batchItemFailures: 'none' }),
  // The function's runtime fails on it.
  'response-no-json': () => (givenBack(['message'], failing).length > 0 ? 'given back' : 'deleted'),
  'batch-partial-failure': () => givenBack(['fine', 'reported'], reporting('reported')),
  'batch-unreported': () => givenBack(['fine', 'reported'], reporting('reported'), REPORTS_NOT),
  'batch-throw': () => givenBack(['fine', 'throwing'], failing),
  'batch-crash': () => givenBack(['fine', 'exiting'], failing),
  'batch-time-out': () => givenBack(['fine', 'hanging'], failing),
  'batch-throttle': () => givenBack(['never-run'], reporting(), REPORTS, 0),
  'mapping-batch-size': () => {
    const { send, run } = mappedQueue({ BatchSize: 3 });
    send('a', 'b', 'c', 'd', 'e');
    const batches = [run() ?? [], run() ?? []];
    return { atMostThree: batches.every(({ length }) => length <= 3), delivered: batches.flat().length };
  },
  'mapping-window': () => {
    const { send, run, advance } = mappedQueue({ MaximumBatchingWindowInSeconds: 4 });
    for (const body of ['a', 'b', 'c', 'd', 'e', 'f']) {
      send(body);
      run();
      advance(400);
    }
    advance(4_000);
    return (run()?.length ?? 0) > 1;
  },
  'mapping-visibility': () => {
    const { sqs, queueArn, send, mapping } = mappedQueue();
    send('worked-on');
    mapping.poll();
    return {
      inFlight: sqs.getQueueAttributes({ queueArn }).approximateNumberOfMessagesNotVisible,
      received: sqs.receiveMessage({ queueArn }).messages.length,
    };
  },
  'mapping-pause': () => {
    const { sqs, queueArn, send, mapping, run } = mappedQueue();
    mapping.disable();
    send('waited');
    run();
    const waiting = sqs.getQueueAttributes({ queueArn }).approximateNumberOfMessages;
    mapping.enable();
    return { waiting, delivered: run() };
  },
  'mapping-receive-count': () => exhausted().seen,
  'dead-letter-receive-count': () => exhausted().deadLetter?.approximateReceiveCount,
  'dead-letter-source': () => {
    const { deadLetter, queueArn } = exhausted();
    return deadLetter?.deadLetterQueueSourceArn === queueArn;
  },
  'stream-partial-failure': () => {
    const { put, run, advance } = mappedStream();
    for (const pk of ['a', 'b', 'c', 'd']) put(pk);
    const batches = [run('b', 'c')];
    advance(60_000);
    return [...batches, run()];
  },
  'stream-null-identifier': () => {
    const { put, keysOf, mapping, advance, run } = mappedStream({ MaximumRetryAttempts: 1 });
    put('a');
    put('b');
    const batch = mapping.poll();
    if (batch === undefined) return undefined;
    mapping.settle(batch, answering(failures({ itemIdentifier: null }))());
    advance(60_000);
    return [keysOf(batch), run()];
  },
  'stream-bisect': () => {
    const { put, mapping, keysOf, advance, notices } = mappedStream({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 1,
    });
    for (const pk of ['a', 'b', 'failing', 'd']) put(pk);
    for (let tries = 0; tries < 20; tries++) {
      const batch = mapping.poll();
      if (batch !== undefined) mapping.settle(batch, keysOf(batch).includes('failing') ? failing() : answering({})());
      advance(60_000);
    }
    const [notice] = notices as [{ readonly DDBStreamBatchInfo: { readonly batchSize: number } }];
    return notice.DDBStreamBatchInfo.batchSize;
  },
  'stream-trim-horizon': () => {
    const { put, mapping, run } = mappedStream();
    mapping.disable();
    put('first');
    mapping.enable();
    return run();
  },
  'stream-latest': () => {
    const { put, mapping, runAll } = mappedStream({ StartingPosition: 'LATEST' });
    mapping.disable();
    put('first');
    mapping.enable();
    runAll();
    put('later');
    return runAll().filter((pk) => pk === 'first');
  },
  'stream-filter': () => {
    const { put, database, mapping } = mappedStream({
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
    });
    put('one', 1);
    put('one', 2);
    database.deleteItem({ tableName: 'orders', key: { pk: 'one' } });
    put('two');
    return eventsOf(mapping.poll()?.payload);
  },
  'stream-pause': () => {
    const { put, mapping, runAll } = mappedStream();
    put('before');
    const before = runAll();
    mapping.disable();
    put('during');
    mapping.enable();
    put('after');
    return [...before, ...runAll()];
  },
  'stream-no-change': () => {
    const { put, mapping } = mappedStream();
    put('same');
    put('same');
    put('other');
    return eventsOf(mapping.poll()?.payload);
  },
};

/** `INSERT one` for each record. */
const eventsOf = (payload = '{"Records":[]}'): readonly string[] =>
  JSON.parse(payload).Records.map(
    ({ eventName, dynamodb }: { eventName: string; dynamodb: { Keys: { pk: { S: string } } } }) =>
      `${eventName} ${dynamodb.Keys.pk.S}`,
  );

const PROBES = [...batchResponseProbes, ...mappingFailureProbes, ...mappingBatchProbes, ...streamProbes];

// `npm run test:probes` asks the same of the embedded cloud and of LocalStack, deployed and through the AWS SDK.
describe('the engine answers as AWS does', () => {
  it.each(PROBES.map(({ id, question, aws }) => [id, question, aws.answer] as const))(
    '%s: %s',
    (id, _question, answer) => {
      expect(ANSWERS[id]?.() as Answer).toEqual(answer);
    },
  );

  it('to every probe, and to no other', () => {
    expect(Object.keys(ANSWERS).toSorted()).toEqual(PROBES.map(({ id }) => id).toSorted());
  });
});
