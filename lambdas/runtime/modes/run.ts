import type { EventEnvelope } from '../../../contracts/envelope.ts';
import type { EventDefinition } from '../../../contracts/event.ts';
import type { EpochMillis } from '../../../contracts/time.ts';
import type { ConsumerOptions } from '../consumer-definition.ts';
import type { ConsumerPorts } from '../consumer-ports.ts';
import type { EventContext, ReceivedEvent } from '../event-context.ts';

/** One run of a consumer on one event. */
export interface Run {
  readonly envelope: EventEnvelope;
  /** Digest of the event's type and payload. */
  readonly fingerprint: string;
  readonly context: EventContext;
  /** When the invocation ends, and a lease with it. */
  readonly invocationEndsAt: EpochMillis;
  /**
   * Announces the run of a suspect, and validates the event. Call it once: after a claim, which may say that there is
   * nothing to run, and before the user's code. Otherwise a run is announced, and counted as a crash, that never began.
   */
  begin(): Promise<BegunRun>;
  /** Calls the user's code under the deadline; the first call makes the run an attempt. */
  invoke<T>(work: () => T | Promise<T>): Promise<T>;
}

/** The event as its handler gets it, or why it cannot be handled. */
export type BegunRun =
  | { readonly outcome: 'begun'; readonly event: ReceivedEvent<unknown> }
  | { readonly outcome: 'invalid'; readonly problem: string };

/** What a run that did not fail came to. */
export type RunOutcome =
  | { readonly outcome: 'applied' }
  | { readonly outcome: 'duplicate' }
  /** Another run holds the lease; nothing was tried. */
  | { readonly outcome: 'in-progress'; readonly leaseEndsAt: EpochMillis }
  /** The event's key was used with another payload. */
  | { readonly outcome: 'key-reused' }
  /** The payload does not match the event's schema. */
  | { readonly outcome: 'invalid'; readonly problem: string };

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
