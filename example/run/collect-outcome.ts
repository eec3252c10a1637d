import { readDeadLetters, scanTable } from 'fanout/testing';
import { type Platform, subscribers } from './platform.ts';
import type { StockPlan } from './stock-plan.ts';
import type { Submission } from './submission.ts';
import type {
  ChargeRow,
  FoundDeadLetter,
  GatewayCall,
  LedgerRow,
  MailRow,
  OrderRow,
  Outcome,
  ReservationRow,
} from './verdict/outcome.ts';

/** What was put in, beside what is to be collected. */
export interface RunInput {
  readonly submissions: readonly Submission[];
  readonly stockBefore: StockPlan;
}

/** Reads everything that a run left behind from the tables and dead-letter queues. Changes nothing. */
export async function collectOutcome(platform: Platform, input: RunInput): Promise<Outcome> {
  const scan = <Row>(table: string) => scanTable<Row>(platform.clients, platform.outputs.get(`${table}TableName`));
  const [stock, orders, reservations, gateway, mails, facts, ledger, outbox, deadLetters] = await Promise.all([
    scan<{ sku: string; available: number }>('Stock'),
    scan<OrderRow>('Orders'),
    scan<ReservationRow>('Reservations'),
    scan<GatewayRow>('Gateway'),
    scan<MailRow>('Mails'),
    scan<{ pk: string; orderId: string }>('Facts'),
    scan<Omit<LedgerRow, 'orderId' | 'eventId'> & { pk: string; sk: string }>('LedgerLines'),
    scan<{ pk: string; sk: string; quarantine?: string }>('Outbox'),
    collectDeadLetters(platform),
  ]);
  return {
    ...input,
    stockAfter: new Map(stock.map(({ sku, available }) => [sku, available])),
    orders,
    reservations,
    charges: gateway.flatMap(readCharge),
    calls: gateway.flatMap(readCall),
    mails,
    facts: facts.map(({ pk, orderId }) => ({ eventId: pk, orderId })),
    ledger: ledger.map(({ pk, sk, ...line }) => ({ ...line, orderId: pk, eventId: sk })),
    outbox: outbox.map(({ pk, sk, quarantine }) => ({
      orderId: pk,
      sortKey: sk,
      ...(quarantine !== undefined && { quarantine }),
    })),
    deadLetters,
  };
}

/** A row of the gateway's table: a charge or a call, told apart by how its key starts. */
interface GatewayRow {
  readonly pk: string;
  readonly charge?: Omit<ChargeRow, 'orderId'>;
  readonly operation?: GatewayCall['operation'];
}

const CHARGE = 'charge#';

const readCharge = ({ pk, charge }: GatewayRow): ChargeRow[] =>
  pk.startsWith(CHARGE) && charge !== undefined
    ? [{ orderId: pk.slice(CHARGE.length), status: charge.status, amountCents: charge.amountCents }]
    : [];

const readCall = ({ pk, operation }: GatewayRow): GatewayCall[] => {
  const [kind, orderId = ''] = pk.split('#');
  return kind === 'call' && operation !== undefined ? [{ orderId, operation }] : [];
};

async function collectDeadLetters({ clients, outputs }: Platform): Promise<FoundDeadLetter[]> {
  const queues = subscribers.flatMap(({ id, consumer }) => [
    { consumer, undelivered: false, url: outputs.get(`${id}DeadLetterQueueUrl`) },
    { consumer, undelivered: true, url: outputs.get(`${id}SubscriptionDeadLetterQueueUrl`) },
  ]);
  const letters = await Promise.all(
    queues.map(async ({ url, ...where }) =>
      (await readDeadLetters(clients, url)).map((letter) => ({ ...letter, ...where })),
    ),
  );
  return letters.flat();
}
