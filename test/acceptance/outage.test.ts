import { pauseMapping, readQueueDepth, resumeMapping } from 'fanout/testing';
import { describe, expect, it } from 'vitest';
import { useDeployment } from './deployment.ts';

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
