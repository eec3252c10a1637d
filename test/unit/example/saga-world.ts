import { type EventEnvelope, formatSequence, parseEnvelope, serializeEnvelope } from 'fanout/events';
import type { ConsumerDefinition, SqsRecord } from 'fanout/runtime';
import { type OrderRequest, orderCancelled, orderEvents } from '../../../example/events.ts';
import { email } from '../../../example/functions/email/consumer.ts';
import { inventory } from '../../../example/functions/inventory/consumer.ts';
import type { Reservation } from '../../../example/functions/inventory/reservation.ts';
import { orders } from '../../../example/functions/orders/consumer.ts';
import { payment } from '../../../example/functions/payment/consumer.ts';
import { placeOrder } from '../../../example/functions/place-order/producer.ts';
import type { Mail } from '../../../example/mailer.ts';
import { type Consumer, createConsumer, createProducer } from '../../../lambdas/runtime/index.ts';
import { outboxKeyOf } from '../../../lambdas/runtime/outbox/outbox-row.ts';
import {
  InMemoryDatabase,
  InMemoryInboxStore,
  InMemoryMessageQueue,
  InMemoryTransactionStore,
  ManualClock,
  SeededRandom,
} from '../../../testing/in-memory/index.ts';
import { InMemoryGateway } from './in-memory-gateway.ts';

interface Subscription {
  readonly types: readonly string[];
  readonly queue: InMemoryMessageQueue;
  readonly consume: Consumer;
}

const invocation = { remainingTimeMs: () => 3_000 };
const HORIZON_SECONDS = 86_400;
const DUPLICATE_SHARE = 0.2;

/** The order platform in memory: the real runtime and consumers, and a bus that reorders and repeats by a seed. */
export class SagaWorld {
  readonly database = new InMemoryDatabase({ orders: ['orderId'], stock: ['sku'], reservations: ['orderId'] });
  readonly gateway = new InMemoryGateway();
  /** By idempotency key, as the mail service keeps them. */
  readonly mails = new Map<string, Mail>();
  /** Every event that was published, once. */
  readonly published = new Map<string, EventEnvelope>();
  readonly #clock = new ManualClock();
  readonly #random: SeededRandom;
  readonly #subscriptions: readonly Subscription[];
  readonly #inTransit: { readonly to: Subscription; readonly body: string }[] = [];

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
    const tables = { stock: 'stock', reservations: 'reservations' };
    const find = async (orderId: string) => this.database.item('reservations', { orderId }) as Reservation | undefined;
    this.#subscriptions = [
      this.#subscribe('inventory', inventory(tables, find)),
      this.#subscribe('payment', payment(this.gateway)),
      this.#subscribe('orders', orders('orders')),
      this.#subscribe('email', email({ send: async (mail) => void this.mails.set(mail.key, mail) })),
    ];
  }

  /** Places an order through the producer. */
  async place(request: OrderRequest): Promise<string> {
    const producer = createProducer(
      placeOrder('orders'),
      { producer: 'place-order', horizonSeconds: HORIZON_SECONDS },
      this.#ports(),
    );
    const response = await this.#clock.drive(producer(request, invocation));
    await this.#relay();
    if (response.status === 'refused') {
      throw new Error(response.message);
    }
    return response.result.orderId;
  }

  /** Publishes a cancellation that no consumer emitted. */
  cancelByCustomer(orderId: string): void {
    const envelope: EventEnvelope = {
      specversion: '1.0',
      id: `cancellation-${orderId}`,
      source: '/shop',
      type: orderCancelled.type,
      time: new Date(this.#clock.now()).toISOString(),
      datacontenttype: 'application/json',
      partitionkey: orderId,
      sequence: formatSequence(1),
      data: { orderId, customerEmail: 'ada@example.com', reason: 'changed my mind' },
    };
    this.#publish(serializeEnvelope(envelope));
  }

  /** Delivers and handles in an order that the seed decides, copies included, until nothing is left. */
  async run(): Promise<void> {
    for (;;) {
      const waiting = this.#subscriptions.filter(({ queue }) => queue.messages.length > 0);
      if (this.#inTransit.length === 0 && waiting.length === 0) {
        return;
      }
      if (waiting.length === 0 || (this.#inTransit.length > 0 && this.#random.fraction() < 0.5)) {
        await this.#deliverOne();
      } else {
        await Promise.all(waiting.filter(() => this.#random.fraction() < 0.7).map((one) => this.#handle(one)));
        this.#clock.advance(1_000);
      }
    }
  }

  async #deliverOne(): Promise<void> {
    const index = Math.floor(this.#random.fraction() * this.#inTransit.length);
    const [message] =
      this.#random.fraction() < DUPLICATE_SHARE ? this.#inTransit.slice(index) : this.#inTransit.splice(index, 1);
    await message?.to.queue.send({ body: message.body, attributes: {} });
  }

  async #handle({ queue, consume }: Subscription): Promise<void> {
    const Records: readonly SqsRecord[] = queue.receive();
    queue.acknowledge(Records, await this.#clock.drive(consume({ Records }, invocation)));
    await this.#relay();
  }

  /** Publishes and deletes what is in the outbox. */
  async #relay(): Promise<void> {
    const entries = this.database.outbox.all();
    await this.database.outbox.delete(entries.map(outboxKeyOf));
    for (const { body } of entries.filter(({ topic }) => topic === orderEvents.name)) {
      this.#publish(body);
    }
  }

  #publish(body: string): void {
    const parsed = parseEnvelope(body);
    if (!parsed.ok) {
      throw new Error(parsed.problem);
    }
    const { envelope } = parsed;
    this.published.set(envelope.id, envelope);
    for (const to of this.#subscriptions.filter(({ types }) => types.includes(envelope.type))) {
      this.#inTransit.push({ to, body });
    }
  }

  #subscribe(consumer: string, definition: ConsumerDefinition): Subscription {
    const queue = new InMemoryMessageQueue(this.#clock, { name: consumer, visibilityTimeoutSeconds: 18 });
    const deadLetterQueue = new InMemoryMessageQueue(this.#clock, { name: `${consumer}-dead` });
    const consume = createConsumer(
      definition,
      { consumer, consumerVersion: '1', horizonSeconds: HORIZON_SECONDS, maxAttempts: 100 },
      { ...this.#ports(), queue, deadLetterQueue, log: () => {} },
    );
    return { types: definition.handlers.map(({ event }) => event.type), queue, consume };
  }

  #ports() {
    return {
      clock: this.#clock,
      random: this.#random,
      inbox: new InMemoryInboxStore(this.database),
      transactions: new InMemoryTransactionStore(this.database),
    };
  }
}
