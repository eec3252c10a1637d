import type { Notification } from './message.ts';
import type { Subscription } from './subscription.ts';

/** One message on its way to one subscription. */
export interface Delivery {
  readonly notification: Notification;
  readonly subscription: Subscription;
  /** Attempts so far. */
  attempts: number;
}

/** An attempt to deliver, as a fault decides about it. */
export interface DeliveryAttempt {
  readonly subscriptionArn: string;
  readonly endpoint: string;
  readonly messageId: string;
  readonly messageGroupId?: string;
  /** From 1. */
  readonly attempt: number;
}

/**
 * What happens to an attempt: it reaches the endpoint, at once or later, once or more often; or the endpoint's service fails, which is
 * tried again; or the endpoint is gone or forbids it, which is not.
 */
export type DeliveryFate =
  | { readonly fate: 'delivered'; readonly delayMs?: number; readonly copies?: number }
  | { readonly fate: 'serverError' }
  | { readonly fate: 'clientError' };

/** Decides about attempts; undefined delivers. FIFO topics deliver once and in order whatever it says about delay and copies. */
export type DeliveryFault = (attempt: DeliveryAttempt) => DeliveryFate | undefined;
