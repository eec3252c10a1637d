import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveryFate } from '../../../../embedded/engine/sns/delivery.ts';
import { MessagingWorld } from '../messaging-world.ts';

const fates = fc.oneof(
  { weight: 3, arbitrary: fc.constant<DeliveryFate>({ fate: 'delivered' }) },
  { weight: 2, arbitrary: fc.constant<DeliveryFate>({ fate: 'serverError' }) },
  { weight: 1, arbitrary: fc.constant<DeliveryFate>({ fate: 'clientError' }) },
  {
    weight: 1,
    arbitrary: fc.record({
      fate: fc.constant('delivered' as const),
      delayMs: fc.nat(60_000),
      copies: fc.integer({ min: 1, max: 3 }),
    }),
  },
);
const publishes = fc.array(fc.record({ group: fc.constantFrom('a', 'b', 'c'), afterMs: fc.nat(5_000) }), {
  maxLength: 30,
});

/** Publishes to a queue through faults, lets everything settle, and answers what arrived where. */
function run(
  suffix: string,
  history: readonly { readonly group: string; readonly afterMs: number }[],
  faults: readonly DeliveryFate[],
) {
  let attempts = 0;
  const world = new MessagingWorld({
    fault: () => {
      attempts += 1;
      return faults[attempts - 1];
    },
  });
  const { topicArn } = world.sns.createTopic({ name: `topic${suffix}`, attributes: { fifoTopic: suffix !== '' } });
  const [endpoint, dead] = [world.queue(`queue${suffix}`), world.queue(`dead${suffix}`)];
  const redrivePolicy = { deadLetterTargetArn: dead };
  world.sns.subscribe({ topicArn, protocol: 'sqs', endpoint, attributes: { rawMessageDelivery: true, redrivePolicy } });
  const published = history.map(({ group, afterMs }, index) => {
    world.advance(afterMs);
    const message = `${group}${String(index).padStart(2, '0')}`;
    const ids = suffix === '' ? {} : { messageGroupId: group, messageDeduplicationId: message };
    world.sns.publish({ topicArn, message, ...ids });
    return message;
  });
  for (let next = world.sns.nextChangeAt(); next !== undefined; next = world.sns.nextChangeAt()) {
    world.advance(Math.max(0, next - world.now));
    world.sns.deliverDue();
  }
  const bodiesIn = (arn: string) => world.sqs.messagesOf(arn).map(({ body }) => body);
  return { published, delivered: bodiesIn(endpoint), dead: bodiesIn(dead), undelivered: world.sns.undelivered };
}

describe('deliveries through faults', () => {
  it('lose nothing: every message is delivered or a dead letter, and none is both', () => {
    fc.assert(
      fc.property(fc.constantFrom('', '.fifo'), publishes, fc.array(fates), (suffix, history, faults) => {
        const { published, delivered, dead, undelivered } = run(suffix, history, faults);

        expect([...new Set([...delivered, ...dead])].sort()).toEqual([...published].sort());
        expect(dead.filter((body) => delivered.includes(body))).toEqual([]);
        expect(undelivered).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('keep the order of each group on a FIFO topic, and deliver once', () => {
    fc.assert(
      fc.property(publishes, fc.array(fates), (history, faults) => {
        const { published, delivered, dead } = run('.fifo', history, faults);

        for (const group of ['a', 'b', 'c']) {
          const ofGroup = (bodies: readonly string[]) => bodies.filter((body) => body.startsWith(group));
          expect(ofGroup(delivered)).toEqual(ofGroup(published).filter((body) => !dead.includes(body)));
          expect(ofGroup(dead)).toEqual(ofGroup(published).filter((body) => dead.includes(body)));
        }
      }),
      { numRuns: 300 },
    );
  });
});
