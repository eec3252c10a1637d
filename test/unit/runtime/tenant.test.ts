import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineEvent, defineTopic, type TopicDefinition } from '../../../contracts/event.ts';
import type { EmitOptions } from '../../../lambdas/runtime/event-context.ts';
import { publishEntryOf } from '../../../lambdas/runtime/outbox/publish-entry.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { ConsumerBench } from './consumer-bench.ts';
import { orderPlaced, orderPlacedEnvelope } from './sample-events.ts';

const billed = defineEvent('billed', z.looseObject({ tenantId: z.unknown().optional() }));
const fair = defineTopic('bills', { events: [billed], tenantKey: 'tenantId' });
const plain = defineTopic('bills', { events: [billed] });
const ledger = defineTopic('ledger', { events: [billed], fifo: true });

const standardArn = 'arn:aws:sns:us-east-1:111122223333:bills';
const fifoArn = 'arn:aws:sns:us-east-1:111122223333:ledger.fifo';

/** The outbox entries of one emitted event, or the reports of the message that should have emitted it. */
async function emitted(tenantId: unknown, options: EmitOptions, topics: readonly TopicDefinition[]) {
  const bench = new ConsumerBench();
  await bench.send(orderPlacedEnvelope(1));
  await bench.deliver(
    transactionalConsumer({ source: '/billing', topics }).on(orderPlaced, (_event, { transaction }) =>
      transaction.emit(billed, { tenantId }, options),
    ),
  );
  return { entries: bench.database.outbox.all(), reports: JSON.stringify(bench.reports) };
}

const groupsOf = async (tenantId: unknown, options: EmitOptions = {}, topics = [fair]): Promise<unknown[]> =>
  (await emitted(tenantId, options, topics)).entries.map((entry) => publishEntryOf(entry, standardArn).groupId);

describe('the tenant of an event', () => {
  it('is the payload’s field that the topic names, and becomes the message group of a standard topic', async () => {
    const { entries } = await emitted('acme', {}, [fair]);

    expect(entries[0]?.attributes).toMatchObject({ 'fanout-tenant': 'acme' });
    expect(await groupsOf('acme')).toStrictEqual(['acme']);
  });

  it('is what emit says, whatever the payload and the topic say', async () => {
    expect(await groupsOf('acme', { tenant: 'other' })).toStrictEqual(['other']);
    expect(await groupsOf('acme', { tenant: 'other' }, [plain])).toStrictEqual(['other']);
  });

  it.each([[undefined], [null]])('is none when the field is %s: then there is no group', async (tenantId) => {
    expect(await groupsOf(tenantId)).toStrictEqual([undefined]);
  });

  it('is none for a topic that names no field', async () => {
    expect(await groupsOf('acme', {}, [plain])).toStrictEqual([undefined]);
  });

  it('G3 leaves the message group of a FIFO topic to the ordering key', async () => {
    const { entries } = await emitted('acme', { orderingKey: 'order-7' }, [fair, ledger]);

    const entry = entries.find(({ topic }) => topic === 'ledger');
    expect(entry && publishEntryOf(entry, fifoArn)).toMatchObject({ groupId: 'order-7' });
  });

  it.each([[''], ['Zoë'], ['a b'], ['a'.repeat(129)], [7], [{}]])(
    'fails the event when it is %j, which cannot be a message group',
    async (tenantId) => {
      const { entries, reports } = await emitted(tenantId, {}, [fair]);

      expect(entries).toStrictEqual([]);
      expect(reports).toContain('field tenantId must be 1 to 128 ASCII letters, digits and punctuation');
    },
  );

  it('takes 128 characters', async () => {
    expect(await groupsOf('a'.repeat(128))).toStrictEqual(['a'.repeat(128)]);
  });

  it('takes one of the attributes that an event may have of its own', async () => {
    const some = (count: number): EmitOptions => ({
      attributes: Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, 'x'])),
    });

    expect((await emitted('acme', some(5), [fair])).entries).toHaveLength(1);
    expect((await emitted('acme', some(6), [fair])).reports).toContain('may carry 5 attributes of its own, got 6');
    expect((await emitted('acme', some(6), [plain])).entries).toHaveLength(1);
  });
});

describe('the tenant key of a topic', () => {
  it.each([
    ['on a FIFO topic', { events: [billed], fifo: true, tenantKey: 'tenantId' }],
    ['without a name', { events: [billed], tenantKey: '' }],
  ])('is refused %s', (_when, options) => {
    expect(() => defineTopic('bills', options)).toThrow('tenantKey of topic bills must be a field of the payloads');
  });
});
