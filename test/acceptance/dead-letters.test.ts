import { randomUUID } from 'node:crypto';
import { serializeEnvelope } from 'fanout/events';
import { type DeadLetter, sendMessage } from 'fanout/testing';
import { describe, expect, it } from 'vitest';
import { orderConfirmed, orderPlaced } from '../../example/events.ts';
import { testCards } from '../../example/test-cards.ts';
import { type Deployment, useDeployment } from './deployment.ts';
import { differences } from './differences.ts';
import { orderEvent } from './envelopes.ts';

/** Waits for the dead letter that matches. Other tests read the same queues, which hides messages for a moment. */
const deadLetter = (
  shop: Deployment,
  subscriber: string,
  what: string,
  matches: (letter: DeadLetter) => boolean,
): Promise<DeadLetter> =>
  shop.eventually(async () => {
    const letters = await shop.deadLettersOf(subscriber);
    return letters.find(matches) ?? false;
  }, `${what} in the dead-letter queue of ${subscriber}`);

const isJson = (text: string): boolean => text.startsWith('{');

function expectBody(shop: Deployment, body: string, sent: string): void {
  if (shop.lacks(differences.bodyBytes) && isJson(sent)) {
    expect(JSON.parse(body)).toEqual(JSON.parse(sent));
  } else {
    expect(body).toBe(sent);
  }
}

const placedData = (orderId: string) => ({
  orderId,
  customerEmail: 'customer@example.com',
  card: testCards.approved,
  lines: [{ sku: 'some-sku', quantity: 1 }],
  totalCents: 100,
});

describe('a message that cannot succeed', () => {
  const deployment = useDeployment();

  it('G4 reaches the dead-letter queue after a bounded number of attempts and harms no neighbour', async () => {
    const shop = deployment.current;
    const sku = await shop.stock(10);

    const failing = await shop.placeAccepted(shop.request(sku, { card: testCards.alwaysFails }));
    const neighbours = await Promise.all([1, 2, 3].map(() => shop.placeAccepted(shop.request(sku))));

    await Promise.all(neighbours.map((orderId) => shop.settled(orderId, 'confirmed')));
    const { report } = await deadLetter(
      shop,
      'payment',
      `order ${failing}`,
      ({ envelope }) => envelope?.partitionkey === failing,
    );
    expect(report).toMatchObject({
      reason: 'ATTEMPTS_EXHAUSTED',
      error: 'GatewayUnavailableError',
      consumer: 'payment',
      attempts: 5,
    });
    // Not exactly five: a run that a neighbour took down with the process is no attempt of this message.
    expect((await shop.callsOf(failing)).charge).toBeGreaterThanOrEqual(5);
    expect(await shop.chargeOf(failing)).toBeUndefined();
  });

  it.each([
    ['text that is not JSON', 'ENVELOPE_INVALID', () => 'hello'],
    ['JSON that is no envelope', 'ENVELOPE_INVALID', () => '{"orderId":"1"}'],
    [
      'an event that the consumer does not know',
      'EVENT_UNEXPECTED',
      () => serializeEnvelope(orderEvent(orderConfirmed, { orderId: randomUUID(), customerEmail: 'a@example.com' })),
    ],
    [
      'a payload that breaks its schema',
      'SCHEMA_INVALID',
      () => serializeEnvelope({ ...orderEvent(orderPlaced, placedData(randomUUID())), data: { orderId: 7 } }),
    ],
    [
      'a body over 256 KiB',
      'MESSAGE_TOO_LARGE',
      () =>
        serializeEnvelope(
          orderEvent(orderPlaced, { ...placedData(randomUUID()), customerEmail: `${'a'.repeat(262_144)}@example.com` }),
        ),
    ],
  ])('G5 explains %s', async (_what, reason, body) => {
    const shop = deployment.current;
    const text = body();

    const messageId = await sendMessage(shop.clients, shop.outputs.get('InventoryQueueUrl'), text);

    const letter = await deadLetter(
      shop,
      'inventory',
      `message ${messageId}`,
      ({ report }) => report?.messageId === messageId,
    );
    expect(letter.report).toMatchObject({ reason, consumer: 'inventory', attempts: 0 });
    expectBody(shop, letter.body, text);
  });

  it('G5 keeps body and attributes and says when the dead letter expires', async () => {
    const shop = deployment.current;
    const envelope = { ...orderEvent(orderPlaced, placedData(randomUUID())), data: {} };

    const messageId = await shop.deliver('inventory', envelope);

    const { attributes, report } = await deadLetter(
      shop,
      'inventory',
      `message ${messageId}`,
      (letter) => letter.report?.messageId === messageId,
    );
    expect(attributes).toMatchObject({ 'ce-type': 'order.placed', 'ce-source': '/acceptance' });
    expect(report?.eventId).toBe(envelope.id);
    expect(Date.parse(report?.expiresAt ?? '')).toBeGreaterThan(Date.now() + 13 * 86_400_000);
  });
});
