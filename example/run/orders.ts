import type { OrderRequest } from '../events.ts';
import { testCards } from '../test-cards.ts';
import { type OrderProfile, profilesFor } from './order-profiles.ts';
import { type SeededRandom, seededRandom } from './random.ts';
import { scarceSku } from './stock-plan.ts';

/** An order as a client would send it, and how. */
export interface ClientOrder {
  /** Line of the input, starting at 1. */
  readonly line: number;
  /** What is sent. Not always a valid request. */
  readonly request: unknown;
  /** Whether the client sends the very same request a second time, at the same time. */
  readonly sentTwice: boolean;
  /** Sent under the same client key once the first request was answered: it must be refused. */
  readonly conflicting?: unknown;
}

const priceCents: Readonly<Record<string, number>> = {
  'espresso-beans': 1_490,
  'filter-papers': 390,
  'hand-grinder': 8_900,
  kettle: 6_450,
  mug: 1_200,
  [scarceSku]: 4_200,
};
const everydaySkus = Object.keys(priceCents).filter((sku) => sku !== scarceSku);

const LEDGER_FAULT_EVERY = 5;
const SENT_TWICE_EVERY = 10;

/**
 * Generates orders: the same for the same count, seed and chaos.
 *
 * With chaos every profile occurs and a fifth of the valid orders have an event whose ledger handling fails first.
 */
export function generateOrders(count: number, seed: number, chaos: boolean): ClientOrder[] {
  const random = seededRandom(seed);
  const [first = 'plain', ...others] = profilesFor(count, chaos);
  let valid = 0;
  return [first, ...random.shuffled(others)].map((profile, index) => {
    const isValid = profile !== 'invalid';
    const fault = chaos && isValid && valid % LEDGER_FAULT_EVERY === 1;
    valid += isValid ? 1 : 0;
    const clientKey = `client-${seed}-${index + 1}`;
    const request = orderOf(clientKey, profile, random, fault);
    return {
      line: index + 1,
      request: isValid ? request : { ...request, ...random.pick(mistakes) },
      sentTwice: isValid && index % SENT_TWICE_EVERY === 2,
      ...(profile === 'key-reused' && { conflicting: { ...request, totalCents: request.totalCents + 1 } }),
    };
  });
}

/** Ways in which clients get orders wrong. */
const mistakes: readonly Readonly<Record<string, unknown>>[] = [
  { customerEmail: 'nobody' },
  { totalCents: -1 },
  { lines: [] },
  { lines: [{ sku: 'mug', quantity: 0 }] },
  { card: 'not a card' },
];

function orderOf(clientKey: string, profile: OrderProfile, random: SeededRandom, ledgerFault: boolean): OrderRequest {
  const skus = profile === 'sold-out' ? [scarceSku] : random.shuffled(everydaySkus).slice(0, random.integer(1, 3));
  const lines = skus.map((sku) => ({ sku, quantity: sku === scarceSku ? 1 : random.integer(1, 4) }));
  return {
    clientKey,
    customerEmail: `${clientKey}@example.com`,
    card: cardOf(profile),
    lines,
    totalCents: lines.reduce((total, { sku, quantity }) => total + quantity * (priceCents[sku] ?? 0), 0),
    ...(ledgerFault && { ledgerFault: 'fails-once' as const }),
  };
}

const cardOf = (profile: OrderProfile): string =>
  profile in testCards ? testCards[profile as keyof typeof testCards] : testCards.approved;
