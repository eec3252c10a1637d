import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { z } from 'zod';
import { defineEvent, defineTopic } from '../../../contracts/index.ts';
import { EventTopic, Inbox, Outbox, Producer, Subscriber, type SubscriberProps } from '../../../lib/index.ts';
import { cdkOutdir } from '../cdk-outdir.ts';

const payload = z.object({ orderId: z.string() });

export const orderPlaced = defineEvent('order.placed', payload);
export const orderCancelled = defineEvent('order.cancelled', payload);
export const orderRefunded = defineEvent('order.refunded', payload);
export const orderEvents = defineTopic('order-events', { events: [orderPlaced, orderCancelled] });
export const orderLedger = defineTopic('order-ledger', { events: [orderPlaced, orderCancelled], fifo: true });

/** A handler that is never run. */
export const code = Code.fromInline('export const handler = () => {};');

export const timeout = Duration.seconds(3);

/**
 * An empty stack that is bound to no account. Feature flags are off, as in an app without a cdk.json, and so are the checks
 * of the graph: most tests look at one construct, not at a whole fan-out.
 */
export const emptyStack = (context?: Record<string, unknown>): Stack =>
  new Stack(new App({ context: { 'fanout:checks': false, ...context }, outdir: cdkOutdir }), 'Shop');

/** Props that only a test changes. */
export type SubscriberChanges = Partial<Omit<SubscriberProps, 'consumer'>> & {
  readonly consumer?: Partial<SubscriberProps['consumer']>;
};

/** A subscriber with nothing set that has a default, and what it needs. */
export function addSubscriber(scope: Construct, changes: SubscriberChanges = {}, id = 'Inventory'): Subscriber {
  const { consumer, ...props } = changes;
  return new Subscriber(scope, id, {
    name: 'inventory',
    topic: props.topic ?? new EventTopic(scope, 'OrderEvents', { definition: orderEvents }),
    inbox: props.inbox ?? new Inbox(scope, 'Inbox'),
    ...props,
    consumer: { code, timeout, ...consumer },
  });
}

/** The template of a stack with one subscriber. */
export function subscriberTemplate(changes?: SubscriberChanges): Template {
  const stack = emptyStack();
  addSubscriber(stack, changes);
  return Template.fromStack(stack);
}

/** The same for a FIFO topic. */
export function fifoSubscriberTemplate(changes?: SubscriberChanges): Template {
  const stack = emptyStack();
  const topic = new EventTopic(stack, 'OrderLedger', { definition: orderLedger });
  addSubscriber(stack, { topic, ...changes });
  return Template.fromStack(stack);
}

/** A small shop with everything that Fanout makes: both kinds of topic, subscribers, producer, inbox and outbox. */
export function addShop(scope: Construct): void {
  const events = new EventTopic(scope, 'OrderEvents', { definition: orderEvents });
  const ledger = new EventTopic(scope, 'OrderLedger', { definition: orderLedger });
  const inbox = new Inbox(scope, 'Inbox');
  const outbox = new Outbox(scope, 'Outbox', { topics: [events, ledger] });
  new Producer(scope, 'PlaceOrder', { name: 'place-order', code, timeout, inbox, outbox });
  addSubscriber(scope, { topic: events, inbox, outbox, events: [orderPlaced] });
  addSubscriber(scope, { name: 'ledger', topic: ledger, inbox }, 'Ledger');
}
