import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type ConsumerProps, EventTopic, Inbox, Outbox, Producer, Subscriber } from 'fanout';
import { BusinessTables } from './business-tables.ts';
import * as events from './events.ts';
import { addOutputs } from './stack-outputs.ts';

/** Props for {@link OrderStack}. */
export interface OrderStackProps extends StackProps {
  /** Folder of the bundled functions, one folder each. */
  readonly bundles: string;
}

const timeout = Duration.seconds(3);
// A demonstration leaves nothing behind; without this, everything that holds events is retained.
const removalPolicy = RemovalPolicy.DESTROY;

/** The order platform: one producer, two topics, six subscribers. */
export class OrderStack extends Stack {
  constructor(scope: Construct, id: string, { bundles, ...props }: OrderStackProps) {
    super(scope, id, props);
    const code = (name: string): Code => Code.fromAsset(join(bundles, name));
    const consumer = (name: string, maxConcurrency = 2): ConsumerProps => ({
      code: code(name),
      timeout,
      maxConcurrency,
    });

    Validations.of(this).acknowledge({
      id: 'Fanout-AlarmWithoutAction',
      reason: "A demonstration has nobody on call; npm start itself looks at the alarms' causes.",
    });

    const topic = new EventTopic(this, 'OrderEvents', { definition: events.orderEvents });
    Validations.of(topic).acknowledge({
      id: 'Fanout-EventWithoutSubscriber',
      reason: 'Of payment.refunded only the ledger keeps book, from its own topic.',
    });
    const ledgerTopic = new EventTopic(this, 'OrderLedger', { definition: events.orderLedger });
    const inbox = new Inbox(this, 'Inbox', { removalPolicy });
    const outbox = new Outbox(this, 'Outbox', { topics: [topic, ledgerTopic], removalPolicy });
    const emitting = { topic, inbox, outbox, removalPolicy };
    const silent = { topic, inbox, removalPolicy };

    const placeOrder = new Producer(this, 'PlaceOrder', {
      name: 'place-order',
      code: code('place-order'),
      // A client waits, no message does: time for a cold start on a busy machine.
      timeout: Duration.seconds(10),
      inbox,
      outbox,
      removalPolicy,
    });
    const inventory = new Subscriber(this, 'Inventory', {
      ...emitting,
      name: 'inventory',
      events: [events.orderPlaced, events.orderCancelled],
      consumer: consumer('inventory'),
    });
    const payment = new Subscriber(this, 'Payment', {
      ...emitting,
      name: 'payment',
      events: [events.stockReserved, events.orderCancelled],
      consumer: consumer('payment'),
    });
    const orders = new Subscriber(this, 'Orders', {
      ...emitting,
      name: 'orders',
      events: [events.stockRejected, events.paymentCaptured, events.paymentDeclined, events.orderCancelled],
      consumer: consumer('orders'),
    });
    const email = new Subscriber(this, 'Email', {
      ...silent,
      name: 'email',
      events: [events.orderConfirmed, events.orderCancelled],
      consumer: consumer('email'),
    });
    const analytics = new Subscriber(this, 'Analytics', {
      ...silent,
      name: 'analytics',
      events: [events.orderPlaced],
      consumer: consumer('analytics'),
    });
    const ledger = new Subscriber(this, 'Ledger', {
      ...silent,
      topic: ledgerTopic,
      name: 'ledger',
      consumer: consumer('ledger', 5),
    });

    const tables = new BusinessTables(this, 'Tables');
    tables.letUse(placeOrder, 'Orders', 'PutItem');
    tables.letUse(inventory, 'Stock', 'UpdateItem');
    tables.letUse(inventory, 'Reservations', 'GetItem', 'PutItem');
    tables.letUse(payment, 'Gateway', 'PutItem', 'UpdateItem');
    tables.letUse(orders, 'Orders', 'UpdateItem');
    tables.letUse(email, 'Mails', 'PutItem');
    tables.letUse(analytics, 'Facts', 'PutItem');
    tables.letUse(ledger, 'LedgerLines', 'PutItem', 'Query');

    addOutputs(this, {
      topics: { OrderEvents: topic, OrderLedger: ledgerTopic },
      subscribers: {
        Inventory: inventory,
        Payment: payment,
        Orders: orders,
        Email: email,
        Analytics: analytics,
        Ledger: ledger,
      },
      producers: { PlaceOrder: placeOrder },
      outbox,
      tables: { ...tables.byName, Inbox: inbox.table, Outbox: outbox.table },
    });
  }
}
