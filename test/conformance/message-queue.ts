import { beforeEach, describe, expect, it } from 'vitest';
import type { MessageQueue, OutgoingMessage } from '../../lambdas/runtime/ports/index.ts';

/** A message as its receiver sees it. */
export interface ReceivedFromQueue extends OutgoingMessage {
  readonly receiptHandle: string;
}

/** A queue under test. */
export interface OpenedQueue {
  readonly queue: MessageQueue;
  /** Receives everything that is visible and hides it for half a minute. */
  receive(): Promise<readonly ReceivedFromQueue[]>;
}

/** What every {@link MessageQueue} does. `open` answers an empty standard or FIFO queue. */
export function conformsAsMessageQueue(name: string, open: (kind: 'standard' | 'fifo') => Promise<OpenedQueue>): void {
  describe(`${name}, as a message queue`, () => {
    let opened: OpenedQueue;
    beforeEach(async () => {
      opened = await open('standard');
    });

    const bodies = async () => (await opened.receive()).map(({ body }) => body).sort();
    const handles = async () => (await opened.receive()).map(({ receiptHandle }) => receiptHandle);
    const send = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) {
        await opened.queue.send({ body: `m${index}`, attributes: {} });
      }
    };

    it('sends a message as it stands, with attributes of every type', async () => {
      const attributes = {
        'ce-type': { dataType: 'String', stringValue: 'order.placed' },
        amount: { dataType: 'Number', stringValue: '12.5' },
        digest: { dataType: 'Binary', binaryValue: 'AAEC/w==' },
        'tags.custom': { dataType: 'String.Array', stringValue: '["a"]' },
      };

      await opened.queue.send({ body: '{"data":"é\\n"}', attributes });

      const [received] = await opened.receive();
      expect(received).toMatchObject({ body: '{"data":"é\\n"}', attributes });
    });

    it('keeps group and deduplication on a FIFO queue', async () => {
      const fifo = await open('fifo');
      const message = { body: 'one', attributes: {}, groupId: 'order-1', deduplicationId: 'm-1' };

      await fifo.queue.send(message);
      await fifo.queue.send(message);

      expect(await fifo.receive()).toMatchObject([{ body: 'one', groupId: 'order-1' }]);
      expect(await fifo.receive()).toEqual([]);
    });

    it('deletes any number of messages', async () => {
      await send(23);
      const received = await handles();

      expect(received).toHaveLength(23);
      expect(await opened.queue.delete(received)).toEqual([]);
      await opened.queue.changeVisibility(received.map((receiptHandle) => ({ receiptHandle, seconds: 0 })));
      expect(await opened.receive()).toEqual([]);
    });

    it('gives messages back at once when they are hidden for 0 seconds', async () => {
      await send(12);
      const received = await handles();
      expect(await opened.receive()).toEqual([]);

      await opened.queue.changeVisibility(received.map((receiptHandle) => ({ receiptHandle, seconds: 0 })));

      expect(await bodies()).toHaveLength(12);
    });

    it('leaves the others alone when one message cannot be changed', async () => {
      await send(2);
      const [first, second] = await handles();

      await opened.queue.changeVisibility([
        { receiptHandle: first as string, seconds: 99_999 },
        { receiptHandle: second as string, seconds: 0 },
      ]);

      expect(await bodies()).toHaveLength(1);
    });

    it('does nothing for nothing', async () => {
      expect(await opened.queue.delete([])).toEqual([]);
      await expect(opened.queue.changeVisibility([])).resolves.toBeUndefined();
    });
  });
}
