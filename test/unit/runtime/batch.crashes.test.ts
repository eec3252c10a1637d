import { expect, it } from 'vitest';
import { maxReceiveCountFor } from '../../../contracts/receive-backstop.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { ConsumerBench } from './consumer-bench.ts';
import { MortalProcess } from './mortal-process.ts';
import { orderPlaced, orderPlacedEnvelope } from './sample-events.ts';

/** Receives until the queue is empty; every run of an order named ends its process. Answers the most receives of a message. */
async function receiveAll(bench: ConsumerBench, deadly: (orderId: string) => boolean): Promise<number> {
  let most = 0;
  for (let round = 0; round < 200 && bench.queue.messages.length > 0; round += 1) {
    const process = new MortalProcess(bench.ports);
    const definition = transactionalConsumer({ source: '/a' }).on(orderPlaced, ({ data }) => {
      if (deadly(data.orderId)) {
        process.die();
      }
    });
    const records = await bench.deliverTo(process, definition);
    most = Math.max(most, ...records.map(({ attributes }) => Number(attributes['ApproximateReceiveCount'])));
    bench.clock.advance(60_000);
  }
  return most;
}

it('G4 G5 ten messages of a batch whose every run ends the process are dead letters with a reason before SQS moves one', async () => {
  const bench = new ConsumerBench();
  for (let number = 1; number <= 10; number += 1) {
    await bench.send(orderPlacedEnvelope(number));
  }

  const most = await receiveAll(bench, () => true);

  expect(most).toBe(52);
  expect(most).toBeLessThan(maxReceiveCountFor(5, false));
  expect(bench.reports.map(({ reason, attempts }) => `${reason} ${attempts}`)).toEqual(Array(10).fill('CRASHED 5'));
});

it('G4 a sound message waits behind each message whose runs end the process once, not for all of its attempts', async () => {
  const bench = new ConsumerBench();
  for (let number = 1; number <= 10; number += 1) {
    await bench.send(orderPlacedEnvelope(number));
  }
  const applied: number[] = [];

  await receiveAll(bench, (orderId) => {
    if (orderId === 'order-10') {
      applied.push(bench.queue.messages.find(({ messageId }) => messageId === 'source-10')?.receiveCount ?? 0);
    }
    return orderId !== 'order-10';
  });

  expect(applied.at(-1)).toBe(11);
  expect(bench.reports).toHaveLength(9);
});
