import type { Clock, InboxStore, RandomSource, TransactionStore } from './ports/index.ts';

/** Settings of one producer. */
export interface ProducerSettings {
  /** Producer name: part of every idempotency key, so it must stay the same over deployments. Holds no `#`. */
  readonly producer: string;
  /** How long the outcome of a request is kept for a client that repeats it, in seconds. */
  readonly horizonSeconds: number;
}

/** Everything outside the process that a producer needs. */
export interface ProducerPorts {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly inbox: InboxStore;
  readonly transactions: TransactionStore;
}
