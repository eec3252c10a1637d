import { createRelay } from '../../lambdas/runtime/outbox/create-relay.ts';
import { createSweeper } from '../../lambdas/runtime/outbox/create-sweeper.ts';
import type { StreamBatchResponse, StreamEvent } from '../../lambdas/runtime/outbox/stream-record.ts';
import { outboxOf, publisherOf } from './process-ports.ts';
import type { SimulatedDatabase } from './simulated-database.ts';
import { SimulatedFunction } from './simulated-function.ts';
import type { SimulatedMessaging } from './simulated-messaging.ts';
import type { SimulatedProcess, Surroundings } from './simulated-process.ts';
import { StreamDriver } from './stream-driver.ts';

const RELAY_TIMEOUT_MS = 20_000;
const SWEEP_EVERY_MS = 60_000;
const SWEEP_AFTER_MS = 120_000;

/** The outbox's way out: relay and sweeper. */
export class SimulatedRelay {
  readonly mapping: StreamDriver;
  readonly #database: SimulatedDatabase;
  readonly #surroundings: Surroundings;
  readonly #messaging: SimulatedMessaging;
  readonly #relay: SimulatedFunction<StreamEvent, StreamBatchResponse>;
  readonly #sweeper: SimulatedFunction<undefined, void>;
  #sweepIsPlanned = false;

  constructor(messaging: SimulatedMessaging, database: SimulatedDatabase, surroundings: Surroundings) {
    this.#database = database;
    this.#surroundings = surroundings;
    this.#messaging = messaging;
    const { topicArns } = messaging;
    this.#relay = new SimulatedFunction(
      {
        name: 'relay',
        timeoutMs: RELAY_TIMEOUT_MS,
        start: (process) => createRelay({ topicArns }, this.#portsOf(process)),
      },
      surroundings,
    );
    this.#sweeper = new SimulatedFunction(
      {
        name: 'sweeper',
        timeoutMs: RELAY_TIMEOUT_MS,
        start: (process) => {
          const sweep = createSweeper({ topicArns, sweepAfterMs: SWEEP_AFTER_MS }, this.#portsOf(process));
          return (_event, invocation) => sweep(invocation);
        },
      },
      surroundings,
    );
    const { tables } = database;
    this.mapping = new StreamDriver(
      tables.outboxTable,
      { dynamoDb: tables.dynamoDb, streamArn: tables.streamArn(tables.outboxTable) },
      this.#relay,
      surroundings,
    );
    database.onStream = () => {
      this.mapping.ring();
      this.#planSweep();
    };
  }

  /** Nothing is unpublished and nothing runs. */
  get isSettled(): boolean {
    return (
      this.#database.tables.outbox.all().length === 0 &&
      this.#relay.running === 0 &&
      this.#sweeper.running === 0 &&
      !this.#messaging.isDelivering
    );
  }

  /** A sweep of an empty table does nothing, so none is simulated. */
  #planSweep(): void {
    if (this.#sweepIsPlanned) {
      return;
    }
    this.#sweepIsPlanned = true;
    this.#surroundings.scheduler.after(SWEEP_EVERY_MS, () => {
      this.#sweepIsPlanned = false;
      if (this.#database.tables.outbox.all().length > 0) {
        this.#planSweep();
        void this.#sweeper.invoke(undefined);
      }
    });
  }

  #portsOf(process: SimulatedProcess) {
    return {
      clock: process.clock,
      random: process.random,
      publisher: publisherOf(process, this.#messaging.publisher),
      store: outboxOf(process, this.#database.tables.outbox),
      log: (line: object) => process.note('logs', line),
    };
  }
}
