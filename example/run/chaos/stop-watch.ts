import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { testCards } from '../../test-cards.ts';
import type { ClientOrder } from '../orders.ts';
import type { Platform } from '../platform.ts';
import type { Submission } from '../submission.ts';
import type { Tally } from '../watch/tally.ts';

/** How often payment's function was stopped, by the way in which a card does it, as the log tells. */
export const paymentStops = {
  hung: (tally: Tally) => tally.errors('payment', 'HANDLER_TIMEOUT'),
  crashed: (tally: Tally) => tally.invocations('Payment').crashes,
  froze: (tally: Tally) => tally.invocations('Payment').timeouts,
} as const;

const stopsByCard: Readonly<Record<string, (tally: Tally) => number>> = {
  [testCards.hangsOnce]: paymentStops.hung,
  [testCards.crashesOnce]: paymentStops.crashed,
  [testCards.freezesOnce]: paymentStops.froze,
};

/** Whether an order's card stops payment's function. */
export const stopsPayment = (order: ClientOrder): boolean => cardOf(order) in stopsByCard;

/** Whether an order that was sent has stopped payment's function by now. */
export type StopCheck = (submission: Submission) => Promise<boolean>;

/** Begins to look before an order is sent. */
export type StopWatch = (order: ClientOrder) => StopCheck;

/** The way to see payment stop: in Lambda's own log lines, or where a target has none, by what the gateway was asked again. */
export function stopWatch(platform: Platform, tally: Tally): StopWatch {
  return (order) => {
    const stops = stopsByCard[cardOf(order)] ?? (() => 0);
    const before = stops(tally);
    const isLogged = platform.capabilities.has('platform-lines') || stops === paymentStops.hung;
    return async ({ answer }) =>
      isLogged
        ? stops(tally) > before
        : answer.kind === 'accepted' && (await chargeCalls(platform, answer.orderId)) >= 2;
  };
}

async function chargeCalls({ clients, outputs }: Platform, orderId: string): Promise<number> {
  const { Item } = await clients.documents.send(
    new GetCommand({
      TableName: outputs.get('GatewayTableName'),
      Key: { pk: `calls#${orderId}` },
      ConsistentRead: true,
    }),
  );
  return (Item as { charge?: number } | undefined)?.charge ?? 0;
}

function cardOf({ request }: ClientOrder): string {
  const { card } = (typeof request === 'object' && request !== null ? request : {}) as { card?: unknown };
  return typeof card === 'string' ? card : '';
}
