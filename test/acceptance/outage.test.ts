import { randomUUID } from 'node:crypto';
import { pauseMapping, readQueueDepth, resumeMapping, throttleFunction } from 'fanout/testing';
import { describe, expect, it } from 'vitest';
import { orderConfirmed } from '../../example/events.ts';
import { useDeployment } from './deployment.ts';
import { orderEvent } from './envelopes.ts';
import { loggedMessages } from './message-log.ts';

describe('an outage of a consumer', () => {
  const deployment = useDeployment();

  it('G1 loses nothing: its queue holds the messages until it is back, and others go on', async () => {
    const shop = deployment.current;
    const mappingId = shop.outputs.get('EmailMappingId');
    await pauseMapping(shop.clients, mappingId);

    const orderIds: string[] = [];
    try {
      const sku = await shop.stock(3);
      orderIds.push(...(await Promise.all([1, 2, 3].map(() => shop.placeAccepted(shop.request(sku))))));
      await Promise.all(orderIds.map((orderId) => shop.settled(orderId, 'confirmed')));
      await shop.eventually(
        async () => (await readQueueDepth(shop.clients, shop.outputs.get('EmailQueueUrl'))).waiting >= 3,
        'three messages waiting for email',
      );
      expect(await Promise.all(orderIds.map((orderId) => shop.mailsOf(orderId)))).toEqual([[], [], []]);
    } finally {
      await resumeMapping(shop.clients, mappingId);
    }

    for (const orderId of orderIds) {
      const mails = await shop.eventually(async () => {
        const found = await shop.mailsOf(orderId);
        return found.length > 0 && found;
      }, `the mail of order ${orderId}`);
      expect(mails).toHaveLength(1);
    }
  });
});

describe('a throttled consumer', () => {
  const deployment = useDeployment();

  // Of the same consumer as the outage and after it: the cases of other files wait for nothing of it that is late.
  it('G4 counts no attempt for the messages that it could not run, and runs each once when it can', async () => {
    const shop = deployment.current;
    const orderIds = [1, 2, 3].map(() => randomUUID());
    const events = orderIds.map((orderId) =>
      orderEvent(orderConfirmed, { orderId, customerEmail: 'customer@example.com' }),
    );
    const eventIds = events.map(({ id }) => id);
    const restore = await throttleFunction(shop.clients, shop.outputs.get('EmailFunctionName'));

    try {
      await Promise.all(events.map((event) => shop.deliver('email', event)));
      await shop.eventually(async () => {
        const { waiting, inFlight } = await readQueueDepth(shop.clients, shop.outputs.get('EmailQueueUrl'));
        return waiting === 0 && inFlight >= events.length;
      }, 'the messages for email received');
      expect(await Promise.all(orderIds.map((orderId) => shop.mailsOf(orderId)))).toEqual([[], [], []]);
    } finally {
      await restore();
    }

    const lines = await loggedMessages(
      shop,
      'Email',
      'the three mails',
      ({ eventId = '', outcome }) => eventIds.includes(eventId) && outcome === 'applied',
      events.length,
    );
    expect(lines.map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
    // They were received while they could not run.
    expect(Math.min(...lines.map(({ receiveCount }) => receiveCount))).toBeGreaterThanOrEqual(2);
    for (const orderId of orderIds) {
      expect(await shop.mailsOf(orderId)).toHaveLength(1);
    }
  });
});
