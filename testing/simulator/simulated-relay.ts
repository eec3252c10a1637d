import type { EventEnvelope } from '../../contracts/envelope.ts';
import { createItemRelay } from '../../lambdas/runtime/outbox/create-item-relay.ts';
import { createRelay } from '../../lambdas/runtime/outbox/create-relay.ts';
import { createSweeper } from '../../lambdas/runtime/outbox/create-sweeper.ts';
import type { Derivation } from '../../lambdas/runtime/outbox/derivation.ts';
import { outboxKeyOf } from '../../lambdas/runtime/outbox/outbox-row.ts';
import type { StreamBatchResponse, StreamEvent } from '../../lambdas/runtime/outbox/stream-record.ts';
import type { QuarantinedRecord, QuarantineStore, TopicPublisher } from '../../lambdas/runtime/ports/index.ts';
import { InMemoryQuarantineStore } from '../in-memory/in-memory-quarantine-store.ts';
import { envelopeOf } from './envelope-of.ts';
import { outboxOf, publisherOf } from './process-ports.ts';
import type { SimulatedDatabase } from './simulated-database.ts';
import { SimulatedFunction } from './simulated-function.ts';
import type { SimulatedMessaging } from './simulated-messaging.ts';
import type { SimulatedProcess, Surroundings } from './simulated-process.ts';
import { StreamDriver } from './stream-driver.ts';
import type { System } from './system.ts';

const RELAY_TIMEOUT_MS = 20_000;
const SWEEP_EVERY_MS = 5 * 60_000;
const SWEEP_AFTER_MS = 120_000;

/** The outbox's way out: relay and sweeper. */
export class SimulatedRelay {
  readonly mapping: StreamDriver;
  /** The mappings of the relays of business tables, by the names of these. */
  readonly itemMappings: ReadonlyMap<string, StreamDriver>;
  readonly #quarantine = new InMemoryQuarantineStore();
  readonly #database: SimulatedDatabase;
  readonly #surroundings: Surroundings;
  readonly #messaging: SimulatedMessaging;
  readonly #relay: SimulatedFunction<StreamEvent, StreamBatchResponse>;
  readonly #sweeper: SimulatedFunction<undefined, void>;
  #sweepIsPlanned = false;
  /** Whether the sweeper's schedule is on. */
  sweeps = true;

  constructor(
    messaging: SimulatedMessaging,
    database: SimulatedDatabase,
    surroundings: Surroundings,
    { inlineTables = [], derivations = {} }: System,
  ) {
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
    const { dynamoDb, outboxTable: tableName } = tables;
    const oneLane = [...topicArns.values()].some((arn) => arn.endsWith('.fifo'));
    this.mapping = new StreamDriver(
      { tableName, dynamoDb, streamArn: tables.streamArn(tableName), oneLane },
      this.#relay,
      surroundings,
    );
    this.itemMappings = new Map(
      [...new Set([...inlineTables, ...Object.keys(derivations)])].map((tableName) => [
        tableName,
        this.#itemMapping(tableName, derivations[tableName]),
      ]),
    );
    database.onStream = () => {
      this.mapping.ring();
      for (const mapping of this.itemMappings.values()) {
        mapping.ring();
      }
      this.#planSweep();
    };
  }

  #itemMapping(tableName: string, derivation: Derivation | undefined): StreamDriver {
    const { tables } = this.#database;
    const relay = new SimulatedFunction(
      {
        name: `relay of ${tableName}`,
        timeoutMs: RELAY_TIMEOUT_MS,
        start: (process) => {
          const ports = { ...this.#portsOf(process), quarantine: this.#quarantineOf(process) };
          return derivation === undefined
            ? createItemRelay({ topicArns: this.#messaging.topicArns }, ports)
            : createItemRelay(
                { topicArns: this.#messaging.topicArns },
                { ...ports, publisher: this.#derivedTakenDown(ports.publisher) },
                derivation,
              );
        },
      },
      this.#surroundings,
    );
    const { dynamoDb } = tables;
    return new StreamDriver({ tableName, dynamoDb, streamArn: tables.streamArn(tableName) }, relay, this.#surroundings);
  }

  /** A publisher whose events are taken down as what the table has committed to. */
  #derivedTakenDown(publisher: TopicPublisher): TopicPublisher {
    const names = new Map([...this.#messaging.topicArns].map(([name, arn]) => [arn, name]));
    return {
      publishBatch: (topicArn, entries) => {
        for (const { body, attributes } of entries) {
          const { id: eventId, partitionkey: orderingKey, sequence } = envelopeOf(body) as EventEnvelope;
          const createdAt = this.#surroundings.scheduler.now();
          const topic = names.get(topicArn) as string;
          this.#database.derived({ orderingKey, sequence, eventId, topic, body, attributes, createdAt });
        }
        return publisher.publishBatch(topicArn, entries);
      },
    };
  }

  /** Events of items that can never be published, and items whose events cannot be read. */
  get setAside(): readonly QuarantinedRecord[] {
    return this.#quarantine.all();
  }

  /** What is unpublished, runs or is on its way. */
  unsettled(): readonly string[] {
    return [
      ...(this.#unpublished > 0 ? ['the outbox'] : []),
      ...(this.#relay.running > 0 ? ['the relay'] : []),
      ...(this.#sweeper.running > 0 ? ['the sweeper'] : []),
      ...([...this.itemMappings.values()].every(({ isIdle }) => isIdle) ? [] : ['the relay of a table']),
      ...(this.#messaging.isDelivering ? ['a delivery'] : []),
    ];
  }

  /** Entries that are neither published nor set aside. */
  get #unpublished(): number {
    const { outbox } = this.#database.tables;
    return outbox.all().filter((entry) => outbox.quarantineReason(outboxKeyOf(entry)) === undefined).length;
  }

  /** A sweep of an empty table does nothing, so none is simulated. */
  #planSweep(): void {
    if (this.#sweepIsPlanned) {
      return;
    }
    this.#sweepIsPlanned = true;
    this.#surroundings.scheduler.after(SWEEP_EVERY_MS, () => {
      this.#sweepIsPlanned = false;
      if (this.#unpublished > 0) {
        this.#planSweep();
        if (this.sweeps) {
          void this.#sweeper.invoke(undefined);
        }
      }
    });
  }

  #quarantineOf(process: SimulatedProcess): QuarantineStore {
    return {
      keep: (record) =>
        process.call({
          name: 'quarantine.keep',
          detail: record.reason,
          carryOut: () => this.#quarantine.keep(record),
        }),
    };
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
