import type { ClientOrder } from './orders.ts';
import { type PlaceOrder, placeOrderPatiently } from './place-order-client.ts';
import type { Submission } from './submission.ts';

/** How to drive. */
export interface DriveOptions {
  readonly placeOrder: PlaceOrder;
  /** Clients that send orders at the same time. */
  readonly clients: number;
  /** Told of each order as soon as it is answered. */
  readonly onSubmission: (submission: Submission) => void;
  /** Stops sending; orders not sent yet are left out of the answer. */
  readonly signal: AbortSignal;
}

/**
 * Sends orders, each client one after another, in the order given.
 *
 * An order that is sent twice is sent twice at the same time. One with a conflict is answered first.
 */
export async function driveOrders(orders: readonly ClientOrder[], options: DriveOptions): Promise<Submission[]> {
  const submissions: Submission[] = [];
  const waiting = orders.values();
  const client = async (): Promise<void> => {
    for (const order of waiting) {
      if (options.signal.aborted) {
        return;
      }
      const submission = await submit(order, options);
      submissions.push(submission);
      options.onSubmission(submission);
    }
  };
  await Promise.all(Array.from({ length: options.clients }, client));
  return submissions.toSorted((one, other) => one.order.line - other.order.line);
}

async function submit(order: ClientOrder, { placeOrder, signal }: DriveOptions): Promise<Submission> {
  const send = (request: unknown) => placeOrderPatiently(placeOrder, request, signal);
  const [answer, secondAnswer] = await Promise.all([
    send(order.request),
    order.sentTwice ? send(order.request) : undefined,
  ]);
  const conflictAnswer = order.conflicting === undefined ? undefined : await send(order.conflicting);
  return { order, answer, ...(secondAnswer && { secondAnswer }), ...(conflictAnswer && { conflictAnswer }) };
}
