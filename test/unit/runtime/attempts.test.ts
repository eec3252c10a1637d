import { describe, expect, it } from 'vitest';
import { maxReceiveCountFor } from '../../../contracts/receive-backstop.ts';
import { addMillis } from '../../../contracts/time.ts';
import { createConsumer } from '../../../lambdas/runtime/create-consumer.ts';
import {
  DatabaseUnavailableError,
  TableThrottledError,
  TransactionConflictError,
} from '../../../lambdas/runtime/errors.ts';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import type { ClaimRequest, TransactionRequest } from '../../../lambdas/runtime/ports/index.ts';
import type { SqsRecord } from '../../../lambdas/runtime/sqs-event.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { ConsumerBench, invocationOf } from './consumer-bench.ts';
import { MortalProcess } from './mortal-process.ts';
import { orderPlaced, orderPlacedEnvelope } from './sample-events.ts';
import { withMethods } from './with-methods.ts';

const source = { source: '/a' };
const failing = transactionalConsumer(source).on(orderPlaced, () => {
  throw new Error('no');
});
const succeeding = transactionalConsumer(source).on(orderPlaced, () => undefined);

const attemptsOf = (number: number) => `attempts#inventory#source-${number}`;

/** Receives a batch whose process dies without a word. */
function crashBatch(bench: ConsumerBench): void {
  bench.queue.receive();
  bench.clock.advance(60_000);
}

/** Delivers to a process that dies in the handler of one order, and answers what was delivered. */
async function crashInHandler(bench: ConsumerBench, dyingOrder: string): Promise<readonly SqsRecord[]> {
  const process = new MortalProcess(bench.ports);
  const definition = transactionalConsumer(source).on(orderPlaced, ({ data }) => {
    if (data.orderId === dyingOrder) {
      process.die();
    }
  });
  const records = bench.queue.receive();
  const consumer = createConsumer(definition, bench.settings, process.ports);
  await Promise.race([consumer({ Records: records }, invocationOf(bench.clock, 10_000)), process.died]);
  return records;
}

describe('attempts', () => {
  it('leave no record when the first run succeeds', async () => {
    const bench = new ConsumerBench();
    const inbox = withMethods(bench.inbox, {
      readAttempts: () => Promise.reject(new Error('not to be read')),
    });
    await bench.send(orderPlacedEnvelope(1));

    const kept = await bench.deliver(succeeding, { ports: { inbox } });

    expect(kept).toEqual([]);
    expect(bench.database.attempts.size).toBe(0);
  });

  it('are recorded by a failed run: count, times and last error', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1));
    await bench.deliver(failing);
    bench.clock.advance(5_000);

    await bench.deliver(failing);

    expect(bench.database.attempts.get(attemptsOf(1))).toEqual({
      attempts: 2,
      firstFailureAt: 1_767_225_600_000,
      lastFailureAt: 1_767_225_605_000,
      error: 'Error',
      message: 'no',
      receiveCount: 2,
    });
  });

  it('are forgotten when a later run succeeds', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1));
    await bench.deliver(failing);
    bench.clock.advance(5_000);

    await bench.deliver(succeeding);

    expect(bench.lines.at(-1)).toMatchObject({ outcome: 'applied', attempt: 2, receiveCount: 2 });
    expect(bench.database.attempts.size).toBe(0);
  });

  it('G4 end in the dead-letter queue after exactly maxAttempts real runs', async () => {
    const bench = new ConsumerBench({ settings: { maxAttempts: 3 } });
    let runs = 0;
    const definition = leaseConsumer(source).on(orderPlaced, () => {
      runs += 1;
      throw new TypeError('bad');
    });
    await bench.send(orderPlacedEnvelope(1));

    for (let round = 0; round < 6; round += 1) {
      await bench.deliver(definition);
      bench.clock.advance(10_000);
    }

    expect(runs).toBe(3);
    expect(bench.reports).toMatchObject([
      {
        reason: 'ATTEMPTS_EXHAUSTED',
        error: 'TypeError',
        message: 'bad',
        attempts: 3,
        firstFailureAt: '2026-01-01T00:00:00.000Z',
        lastFailureAt: '2026-01-01T00:00:20.000Z',
      },
    ]);
    expect(bench.queue.messages).toEqual([]);
  });

  it('G4 are not made again when the acknowledgement of a dead letter is lost', async () => {
    const bench = new ConsumerBench({ settings: { maxAttempts: 2 } });
    let runs = 0;
    const definition = transactionalConsumer(source).on(orderPlaced, () => {
      runs += 1;
      throw new Error('no');
    });
    await bench.send(orderPlacedEnvelope(1));
    await bench.deliver(definition);
    bench.clock.advance(5_000);
    const records = bench.queue.receive();
    await createConsumer(
      definition,
      bench.settings,
      bench.ports,
    )({ Records: records }, invocationOf(bench.clock, 3_000));
    bench.clock.advance(60_000);

    const kept = await bench.deliver(definition);

    expect(runs).toBe(2);
    expect(kept).toEqual([]);
    expect(bench.reports).toMatchObject([
      { reason: 'ATTEMPTS_EXHAUSTED', attempts: 2 },
      { reason: 'ATTEMPTS_EXHAUSTED', attempts: 2 },
    ]);
  });

  it('do not count receives that never reached the handler', async () => {
    const bench = new ConsumerBench({ settings: { maxAttempts: 1 } });
    await bench.send(orderPlacedEnvelope(1));
    crashBatch(bench);
    crashBatch(bench);
    crashBatch(bench);

    await bench.deliver(succeeding);

    expect(bench.lines).toMatchObject([{ outcome: 'applied', attempt: 1, receiveCount: 4 }]);
    expect(bench.deadLetterQueue.messages).toEqual([]);
  });

  it('start afresh for a message that was sent again', async () => {
    const bench = new ConsumerBench({ settings: { maxAttempts: 1 } });
    await bench.send(orderPlacedEnvelope(1));
    await bench.deliver(failing);
    await bench.send(orderPlacedEnvelope(1));

    await bench.deliver(succeeding);

    expect(bench.lines).toMatchObject([
      { outcome: 'dead-lettered', attempt: 1 },
      { outcome: 'applied', attempt: 1 },
    ]);
  });

  it('keep a message whose record cannot be read, without running it', async () => {
    const bench = new ConsumerBench();
    const inbox = withMethods(bench.inbox, {
      readAttempts: () => Promise.reject(new Error('inbox is down')),
    });
    await bench.send(orderPlacedEnvelope(1));
    crashBatch(bench);

    const kept = await bench.deliver(succeeding, { ports: { inbox } });

    expect(kept).toEqual(['source-1']);
    expect(bench.transactions.committed).toEqual([]);
    expect(bench.lines).toMatchObject([{ outcome: 'retry', attempt: 0, errorMessage: 'inbox is down' }]);
  });

  it('say so when a failed run could not be recorded', async () => {
    const bench = new ConsumerBench();
    const inbox = withMethods(bench.inbox, {
      recordFailure: () => Promise.reject(new Error('inbox is down')),
    });
    await bench.send(orderPlacedEnvelope(1));

    const kept = await bench.deliver(failing, { ports: { inbox } });

    expect(kept).toEqual(['source-1']);
    expect(bench.lines[0]?.errorMessage).toBe('no (and the attempt could not be recorded: inbox is down)');
  });

  it('are not given up when the last run failed after its commit was taken', async () => {
    const bench = new ConsumerBench({ settings: { maxAttempts: 1 } });
    const transactions = withMethods(bench.transactions, {
      commit: async (request: TransactionRequest) => {
        await bench.transactions.commit(request);
        throw new Error('the answer was lost');
      },
    });
    await bench.send(orderPlacedEnvelope(1));

    const kept = await bench.deliver(succeeding, { ports: { transactions } });

    expect(kept).toEqual([]);
    expect(bench.outcomes).toEqual(['duplicate source-1']);
    expect(bench.deadLetterQueue.messages).toEqual([]);
  });

  it('G4 count a crash when the start record of the suspect is found', async () => {
    const bench = new ConsumerBench({ settings: { maxAttempts: 3 } });
    await bench.send(orderPlacedEnvelope(1));
    crashBatch(bench);
    await crashInHandler(bench, 'order-1');
    bench.clock.advance(60_000);

    await bench.deliver(succeeding);

    expect(bench.lines).toMatchObject([{ outcome: 'applied', attempt: 2, receiveCount: 3 }]);
    expect(bench.database.attempts.size).toBe(0);
  });

  it('G4 dead-letter a message whose crash repeats, as CRASHED', async () => {
    const bench = new ConsumerBench({ settings: { maxAttempts: 3 } });
    await bench.send(orderPlacedEnvelope(1));
    for (let crash = 0; crash < 4; crash += 1) {
      await crashInHandler(bench, 'order-1');
      bench.clock.advance(60_000);
    }

    const kept = await bench.deliver(succeeding);

    expect(kept).toEqual([]);
    expect(bench.transactions.committed).toEqual([]);
    expect(bench.reports).toMatchObject([
      {
        reason: 'CRASHED',
        error: 'CRASHED',
        attempts: 3,
        firstFailureAt: '2026-01-01T00:01:00.000Z',
        lastFailureAt: '2026-01-01T00:03:00.000Z',
      },
    ]);
  });

  it('G4 finish and delete the neighbours of a suspect before it runs', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1));
    crashBatch(bench);
    await bench.send(orderPlacedEnvelope(2));
    await bench.send(orderPlacedEnvelope(3));

    await crashInHandler(bench, 'order-1');

    expect(bench.transactions.committed).toHaveLength(2);
    expect(bench.queue.messages).toMatchObject([{ messageId: 'source-1', receiveCount: 2 }]);
  });

  it('G4 run suspects one at a time, so that each crash hits one message', async () => {
    const bench = new ConsumerBench();
    for (const number of [1, 2, 3]) {
      await bench.send(orderPlacedEnvelope(number));
    }
    crashBatch(bench);

    await crashInHandler(bench, 'order-2');

    expect(bench.queue.messages.map(({ messageId }) => messageId)).toEqual(['source-2', 'source-3']);
    expect(bench.database.attempts.get(attemptsOf(2))).toMatchObject({ attempts: 0, startedAt: 1_767_225_660_000 });
    expect(bench.database.attempts.has(attemptsOf(3))).toBe(false);
  });

  it('G4 run the suspect with the fewest attempts first, so that crashes do not cost the same neighbours each receive', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1));
    await bench.send(orderPlacedEnvelope(2));
    crashBatch(bench);
    await crashInHandler(bench, 'order-1');
    bench.clock.advance(60_000);

    await crashInHandler(bench, 'order-1');

    expect(bench.outcomes).toEqual(['applied source-2']);
    expect(bench.queue.messages.map(({ messageId }) => messageId)).toEqual(['source-1']);
  });

  it('G4 make a suspect of a message whose last receive left no outcome, though an earlier one did', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1));
    await bench.deliver(failing);
    bench.clock.advance(60_000);
    await crashInHandler(bench, 'order-1');
    bench.clock.advance(60_000);

    await crashInHandler(bench, 'order-1');

    expect(bench.database.attempts.get(attemptsOf(1))).toMatchObject({ attempts: 1, startedAt: 1_767_225_720_000 });
  });

  it('G3 do not let followers overtake a suspect head', async () => {
    const bench = new ConsumerBench({ fifo: true });
    const handled: string[] = [];
    const recording = leaseConsumer(source).on(orderPlaced, ({ data }) => void handled.push(data.orderId));
    const inGroup = { partitionkey: 'a' };
    await bench.send(orderPlacedEnvelope(1, inGroup));
    crashBatch(bench);
    await bench.send(orderPlacedEnvelope(2, inGroup));
    await bench.send(orderPlacedEnvelope(3, { partitionkey: 'b' }));

    await bench.deliver(recording);

    expect(handled).toEqual(['order-3', 'order-1', 'order-2']);
  });

  it('give a suspect back while a run of it may still go on', async () => {
    const bench = new ConsumerBench();
    await bench.send(orderPlacedEnvelope(1));
    crashBatch(bench);
    const records = await crashInHandler(bench, 'order-1');
    bench.clock.advance(4_000);
    await bench.queue.changeVisibility(records.map(({ receiptHandle }) => ({ receiptHandle, seconds: 0 })));

    const kept = await bench.deliver(succeeding, { timeoutMs: 10_000 });

    expect(kept).toEqual(['source-1']);
    expect(bench.lines).toMatchObject([{ outcome: 'in-progress', attempt: 0, retryInSeconds: 6 }]);
    expect(bench.database.attempts.get(attemptsOf(1))).toMatchObject({ startedAt: 1_767_225_660_000 });
  });

  it.each([
    [
      'meets a live lease',
      async ({ now }: ClaimRequest) => ({ outcome: 'in-progress' as const, leaseEndsAt: addMillis(now, 1_000) }),
    ],
    ['cannot be claimed', () => Promise.reject(new Error('inbox is down'))],
  ] as const)(
    'G4 leave no start record of a suspect that %s, even if nothing can be taken back',
    async (_case, claim) => {
      const bench = new ConsumerBench();
      const definition = leaseConsumer(source).on(orderPlaced, () => undefined);
      const down = () => Promise.reject(new Error('inbox is down'));
      const inbox = withMethods(bench.inbox, { claim, forgetAttempts: down, recordFailure: down });
      await bench.send(orderPlacedEnvelope(1));
      crashBatch(bench);

      await bench.deliver(definition, { ports: { inbox } });

      expect(bench.lines).toMatchObject([{ attempt: 0, receiveCount: 2 }]);
      expect(bench.database.attempts.size).toBe(0);
      bench.clock.advance(60_000);
      await bench.deliver(definition);
      expect(bench.lines.at(-1)).toMatchObject({ outcome: 'applied', attempt: 1 });
    },
  );

  it('G4 keep the earlier failures of a suspect that cannot be claimed', async () => {
    const bench = new ConsumerBench();
    const definition = leaseConsumer(source).on(orderPlaced, () => {
      throw new Error('first');
    });
    const inbox = withMethods(bench.inbox, { claim: () => Promise.reject(new Error('inbox is down')) });
    await bench.send(orderPlacedEnvelope(1));
    await bench.deliver(definition);
    bench.clock.advance(60_000);
    crashBatch(bench);

    await bench.deliver(definition, { ports: { inbox } });

    expect(bench.lines.at(-1)).toMatchObject({ outcome: 'retry', attempt: 1, errorMessage: 'inbox is down' });
    expect(bench.database.attempts.get(attemptsOf(1))).toMatchObject({
      attempts: 1,
      message: 'first',
      receiveCount: 1,
    });
  });

  it('G4 take back a start record whose writing was answered with a failure', async () => {
    const bench = new ConsumerBench();
    const inbox = withMethods(bench.inbox, {
      recordStart: async (...values) => {
        await bench.inbox.recordStart(...values);
        throw new Error('no answer in time');
      },
    });
    await bench.send(orderPlacedEnvelope(1));
    crashBatch(bench);

    await bench.deliver(succeeding, { ports: { inbox } });

    expect(bench.database.attempts.size).toBe(0);
  });

  it('G4 take back a start record although the first tries fail', async () => {
    const bench = new ConsumerBench();
    let failures = 3;
    const inbox = withMethods(bench.inbox, {
      recordStart: async (...values) => {
        await bench.inbox.recordStart(...values);
        throw new Error('no answer in time');
      },
      forgetAttempts: (key) => {
        failures -= 1;
        return failures < 0 ? bench.inbox.forgetAttempts(key) : Promise.reject(new Error('throttled'));
      },
    });
    await bench.send(orderPlacedEnvelope(1));
    crashBatch(bench);

    await bench.deliver(succeeding, { ports: { inbox } });

    expect(bench.database.attempts.size).toBe(0);
  });

  it('G4 leave no start record of a suspect that is refused and cannot be dead-lettered', async () => {
    const bench = new ConsumerBench();
    const deadLetterQueue = withMethods(bench.deadLetterQueue, { send: () => Promise.reject(new Error('no queue')) });
    await bench.send({ ...orderPlacedEnvelope(1), data: { wrong: true } });
    crashBatch(bench);

    await bench.deliver(succeeding, { ports: { deadLetterQueue } });

    expect(bench.lines).toMatchObject([{ outcome: 'retry', attempt: 0 }]);
    expect(bench.database.attempts.size).toBe(0);
  });

  it.each([
    ['is throttled', new TableThrottledError('throttled')],
    ['meets conflicts', new TransactionConflictError('conflict')],
    ['does not answer', new DatabaseUnavailableError('no answer')],
  ])('G4 are not used up by a database that %s, however often the commit fails', async (_case, error) => {
    const bench = new ConsumerBench({ settings: { maxAttempts: 2 } });
    const transactions = withMethods(bench.transactions, { commit: () => Promise.reject(error) });
    await bench.send(orderPlacedEnvelope(1));
    for (let delivery = 0; delivery < 5; delivery += 1) {
      await bench.deliver(succeeding, { ports: { transactions } });
      bench.clock.advance(60_000);
    }

    expect(bench.deadLetterQueue.messages).toEqual([]);
    expect(await bench.deliver(succeeding)).toEqual([]);
    expect(bench.lines.at(-1)).toMatchObject({ outcome: 'applied', attempt: 1, receiveCount: 6 });
  });

  it.each([false, true])('G4 leave a message in its queue over an outage of half a day, FIFO: %s', async (fifo) => {
    const bench = new ConsumerBench({ fifo });
    const transactions = withMethods(bench.transactions, {
      commit: () => Promise.reject(new TableThrottledError('throttled')),
    });
    const random = { fraction: () => 0.5, bytes: (length: number) => bench.random.bytes(length) };
    await bench.send(orderPlacedEnvelope(1));
    const [record] = bench.queue.receive() as [SqsRecord];
    for (let receive = 1; receive < maxReceiveCountFor(5, fifo); receive += 1) {
      const attributes = { ...record.attributes, ApproximateReceiveCount: String(receive) };
      await bench.deliver(succeeding, { records: [{ ...record, attributes }], ports: { transactions, random } });
    }

    const waitedSeconds = bench.lines.reduce((sum, { retryInSeconds = 0 }) => sum + retryInSeconds, 0);
    expect(waitedSeconds).toBeGreaterThan(12 * 3_600);
    expect(Math.max(...bench.lines.map(({ retryInSeconds = 0 }) => retryInSeconds))).toBe(fifo ? 450 : 1_800);
  });

  it('are used up by a commit that can never succeed', async () => {
    const bench = new ConsumerBench({ settings: { maxAttempts: 2 } });
    const refusal = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
    const transactions = withMethods(bench.transactions, { commit: () => Promise.reject(refusal) });
    await bench.send(orderPlacedEnvelope(1));
    for (let delivery = 0; delivery < 2; delivery += 1) {
      await bench.deliver(succeeding, { ports: { transactions } });
      bench.clock.advance(60_000);
    }

    expect(bench.reports).toMatchObject([
      { reason: 'ATTEMPTS_EXHAUSTED', error: 'AccessDeniedException', attempts: 2 },
    ]);
  });
});
