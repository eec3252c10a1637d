import { injectFault, readFaults, scanTable } from 'fanout/testing';
import { describe, expect, it } from 'vitest';
import { CRASHING_ADDRESS } from '../../example/mailer.ts';
import { useDeployment } from './deployment.ts';
import { differences } from './differences.ts';
import { failedInvocation } from './failed-invocation.ts';
import { loggedMessages } from './message-log.ts';

describe('a crash', () => {
  const deployment = useDeployment();

  it('G2 of a consumer after its write was answered and before it returned repeats no effect', async () => {
    const shop = deployment.current;
    const customerEmail = `${CRASHING_ADDRESS}@example.com`;

    const orderId = await shop.placeAccepted(shop.request(await shop.stock(1), { customerEmail }));

    const confirmed = (await shop.ledgerOf(orderId, 4)).at(-1);
    const [line] = await loggedMessages(
      shop,
      'Email',
      'the mail after the crash',
      ({ eventId, outcome }) => eventId === confirmed?.sk && outcome === 'applied',
    );
    // Its first receive left no line: the process had ended, after the mail was sent.
    expect(line?.receiveCount).toBeGreaterThanOrEqual(2);
    expect(await shop.mailsOf(orderId)).toHaveLength(1);
    await failedInvocation(shop, 'Email', 'error');
  });

  it('G1 of the relay between publish and delete publishes again and doubles no effect', async ({ skip }) => {
    const shop = deployment.current;
    skip(shop.lacks(differences.relayCrash), differences.relayCrash.reason);
    const fault = {
      functionName: shop.outputs.get('OutboxRelayFunctionName'),
      service: 'dynamodb',
      operation: 'BatchWriteItem',
      action: 'crash-caller-before',
      times: 1,
    } as const;
    await injectFault(shop.clients.connection.endpoint ?? '', fault);

    const sku = await shop.stock(2);
    const orderId = await shop.placeAccepted(shop.request(sku));

    await shop.settled(orderId, 'confirmed');
    const fired = (await readFaults(shop.clients.connection.endpoint ?? '')).filter(
      ({ functionName }) => functionName === fault.functionName,
    );
    expect(fired.map((one) => one.fired)).toEqual([1]);
    await failedInvocation(shop, 'OutboxRelay', 'error');
    const ledger = await shop.ledgerOf(orderId, 4);
    expect(ledger.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
    expect(await shop.factsOf(orderId)).toHaveLength(1);
    expect(await shop.availableOf(sku)).toBe(1);
    await shop.eventually(async () => {
      const entries = await scanTable<{ pk: string }>(shop.clients, shop.outputs.get('OutboxTableName'));
      return entries.every(({ pk }) => pk !== orderId);
    }, `the outbox emptied of order ${orderId}`);
  });
});
