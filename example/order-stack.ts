import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { EventTopic, Inbox, Outbox, Producer, Subscriber } from 'fanout';
import { businessTables } from './business-tables.ts';
import {
  orderCancelled,
  orderConfirmed,
  orderEvents,
  orderLedger,
  orderPlaced,
  paymentCaptured,
  paymentDeclined,
  stockRejected,
  stockReserved,
} from './events.ts';
import { addOutputs } from './stack-outputs.ts';
import { variables } from './variables.ts';

/** Props for {@link OrderStack}. */
export interface OrderStackProps extends StackProps {
  /** Folder of the bundled functions, one folder each. */
  readonly bundles: string;
}

const timeout = Duration.seconds(3);
const maxConcurrency = 2;

/** The order platform: one producer, two topics, six subscribers. */
export class OrderStack extends Stack {
  constructor(scope: Construct, id: string, { bundles, ...props }: OrderStackProps) {
    super(scope, id, props);
    const code = (name: string): Code => Code.fromAsset(join(bundles, name));
    const tables = businessTables(this);

    const topic = new EventTopic(this, 'OrderEvents', { definition: orderEvents });
    const ledgerTopic = new EventTopic(this, 'OrderLedger', { definition: orderLedger });
    const inbox = new Inbox(this, 'Inbox', { removalPolicy: RemovalPolicy.DESTROY });
    const outbox = new Outbox(this, 'Outbox', { topics: [topic, ledgerTopic], removalPolicy: RemovalPolicy.DESTROY });

    const placeOrder = new Producer(this, 'PlaceOrder', {
      name: 'place-order',
      code: code('place-order'),
      timeout,
      inbox,
      outbox,
      environment: { [variables.orders]: tables.Orders.tableName },
    });
    tables.Orders.grant(placeOrder.function, 'dynamodb:PutItem');

    const inventory = new Subscriber(this, 'Inventory', {
      name: 'inventory',
      topic,
      events: [orderPlaced, orderCancelled],
      inbox,
      outbox,
      consumer: {
        code: code('inventory'),
        timeout,
        maxConcurrency,
        environment: {
          [variables.stock]: tables.Stock.tableName,
          [variables.reservations]: tables.Reservations.tableName,
        },
      },
    });
    tables.Stock.grant(inventory.function, 'dynamodb:UpdateItem');
    tables.Reservations.grant(inventory.function, 'dynamodb:GetItem', 'dynamodb:PutItem');

    const payment = new Subscriber(this, 'Payment', {
      name: 'payment',
      topic,
      events: [stockReserved, orderCancelled],
      inbox,
      outbox,
      consumer: {
        code: code('payment'),
        timeout,
        maxConcurrency,
        environment: { [variables.gateway]: tables.Gateway.tableName },
      },
    });
    tables.Gateway.grant(payment.function, 'dynamodb:PutItem', 'dynamodb:UpdateItem');

    const orders = new Subscriber(this, 'Orders', {
      name: 'orders',
      topic,
      events: [stockRejected, paymentCaptured, paymentDeclined, orderCancelled],
      inbox,
      outbox,
      consumer: {
        code: code('orders'),
        timeout,
        maxConcurrency,
        environment: { [variables.orders]: tables.Orders.tableName },
      },
    });
    tables.Orders.grant(orders.function, 'dynamodb:UpdateItem');

    const email = new Subscriber(this, 'Email', {
      name: 'email',
      topic,
      events: [orderConfirmed, orderCancelled],
      inbox,
      consumer: {
        code: code('email'),
        timeout,
        maxConcurrency,
        environment: { [variables.mails]: tables.Mails.tableName },
      },
    });
    tables.Mails.grant(email.function, 'dynamodb:PutItem');

    const analytics = new Subscriber(this, 'Analytics', {
      name: 'analytics',
      topic,
      events: [orderPlaced],
      inbox,
      consumer: {
        code: code('analytics'),
        timeout,
        maxConcurrency,
        environment: { [variables.facts]: tables.Facts.tableName },
      },
    });
    tables.Facts.grant(analytics.function, 'dynamodb:PutItem');

    const ledger = new Subscriber(this, 'Ledger', {
      name: 'ledger',
      topic: ledgerTopic,
      inbox,
      consumer: {
        code: code('ledger'),
        timeout,
        maxConcurrency: 5,
        environment: { [variables.ledgerLines]: tables.LedgerLines.tableName },
      },
    });
    tables.LedgerLines.grant(ledger.function, 'dynamodb:PutItem', 'dynamodb:Query');

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
      tables: { ...tables, Inbox: inbox.table, Outbox: outbox.table },
    });
  }
}
