import { join } from 'node:path';
import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import {
  applyStage,
  type ConsumerProps,
  EventTopic,
  Inbox,
  Outbox,
  Producer,
  type StageName,
  Subscriber,
  stages,
} from 'fanout';
import { acknowledgeEvents, acknowledgeStage } from './acknowledgements.ts';
import { BusinessTables } from './business-tables.ts';
import * as events from './events.ts';
import { onCall } from './on-call.ts';
import { addOutputs } from './stack-outputs.ts';

/** Props for {@link OrderStack}. */
export interface OrderStackProps extends StackProps {
  /** Folder of the bundled functions, one folder each. */
  readonly bundles: string;
  /**
   * Where in its life it is.
   *
   * @default 'dev'
   */
  readonly stage?: StageName;
}

const timeout = Duration.seconds(3);

/** The order platform: one producer, two topics, six subscribers. */
export class OrderStack extends Stack {
  constructor(scope: Construct, id: string, { bundles, stage = 'dev', ...props }: OrderStackProps) {
    super(scope, id, props);
    // Outside of production nobody is on call.
    const alarmActions = stage === 'prod' ? [onCall(this)] : [];
    applyStage(this, stage, { ...stages[stage], alarmActions });
    acknowledgeStage(this, stage);
    const code = (name: string): Code => Code.fromAsset(join(bundles, name));
    const consumer = (name: string, maxConcurrency?: number): ConsumerProps => ({
      code: code(name),
      timeout,
      maxConcurrency,
    });

    const topic = new EventTopic(this, 'OrderEvents', { definition: events.orderEvents });
    acknowledgeEvents(topic);
    const ledgerTopic = new EventTopic(this, 'OrderLedger', { definition: events.orderLedger });
    const inbox = new Inbox(this, 'Inbox');
    const outbox = new Outbox(this, 'Outbox', { topics: [topic, ledgerTopic] });
    const emitting = { topic, inbox, outbox };
    const silent = { topic, inbox };

    const placeOrder = new Producer(this, 'PlaceOrder', {
      name: 'place-order',
      code: code('place-order'),
      // A client waits, no message does: time for a cold start on a busy machine.
      timeout: Duration.seconds(10),
      inbox,
      outbox,
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

    const tables = new BusinessTables(this, 'Tables', stages[stage].removalPolicy);
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
