import type { EventDefinition } from '../../../contracts/event.ts';
import type { EpochMillis } from '../../../contracts/time.ts';
import type { ConsumerOptions } from '../consumer-definition.ts';
import type { ConsumerPorts } from '../consumer-ports.ts';
import type { EventContext, ReceivedEvent } from '../event-context.ts';

/** One run of a consumer on one event. */
export interface Run {
  readonly event: ReceivedEvent<unknown>;
  /** Digest of the event's type and payload. */
  readonly fingerprint: string;
  readonly context: EventContext;
  /** When the invocation ends, and a lease with it. */
  readonly invocationEndsAt: EpochMillis;
  /** Calls the user's code under the deadline; the first call makes the run an attempt. */
  invoke<T>(work: () => T | Promise<T>): Promise<T>;
}

/** What a run that did not fail came to. */
export type RunOutcome =
  | { readonly outcome: 'applied' }
  | { readonly outcome: 'duplicate' }
  /** Another run holds the lease; nothing was tried. */
  | { readonly outcome: 'in-progress'; readonly leaseEndsAt: EpochMillis }
  /** The event's key was used with another payload. */
  | { readonly outcome: 'key-reused' };

/** What the modes work with. */
export interface ModeScope extends Pick<ConsumerPorts, 'clock' | 'random' | 'inbox' | 'transactions'> {
  readonly consumer: string;
  readonly horizonSeconds: number;
  readonly emits: ConsumerOptions;
}

/** The handler of one event type, with its mode settled. */
export interface BoundHandler {
  readonly event: EventDefinition;
  /** Runs the handler and makes its effect. Throws what the handler or the commit threw. */
  run(run: Run): Promise<RunOutcome>;
}
