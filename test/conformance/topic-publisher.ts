import { beforeEach, describe, expect, it } from 'vitest';
import type { PublishEntry, TopicPublisher } from '../../lambdas/runtime/ports/index.ts';

/** A topic under test. */
export interface OpenedTopic {
  readonly publisher: TopicPublisher;
  readonly topicArn: string;
  /** Receives what a raw subscription of the topic got so far, in order where the topic keeps order. */
  received(): Promise<readonly PublishEntry[]>;
}

const entry = (body: string): PublishEntry => ({ body, attributes: { 'ce-type': 'order.placed' } });

/** What every {@link TopicPublisher} does. `open` answers a standard or FIFO topic. */
export function conformsAsTopicPublisher(
  name: string,
  open: (kind: 'standard' | 'fifo') => Promise<OpenedTopic>,
): void {
  describe(`${name}, as a topic publisher`, () => {
    let topic: OpenedTopic;
    beforeEach(async () => {
      topic = await open('standard');
    });

    it('publishes ten messages with body and attributes, and answers for each', async () => {
      const entries = Array.from({ length: 10 }, (_, index) => entry(`{"id":"é${index}"}`));

      const results = await topic.publisher.publishBatch(topic.topicArn, entries);

      expect(results).toEqual(Array.from({ length: 10 }, () => ({ outcome: 'published' })));
      const received = [...(await topic.received())].sort((one, other) => (one.body < other.body ? -1 : 1));
      expect(received).toEqual(entries);
    });

    it('publishes a message without attributes', async () => {
      await topic.publisher.publishBatch(topic.topicArn, [{ body: 'plain', attributes: {} }]);

      expect(await topic.received()).toEqual([{ body: 'plain', attributes: {} }]);
    });

    it('keeps groups on a FIFO topic', async () => {
      const fifo = await open('fifo');
      const entries = ['a', 'b'].map((group) => ({
        ...entry(`of ${group}`),
        groupId: group,
        deduplicationId: `d-${group}`,
      }));

      await fifo.publisher.publishBatch(fifo.topicArn, entries);

      expect(await fifo.received()).toEqual(entries);
    });
  });
}
