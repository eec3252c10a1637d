import { createProducer } from '../../lambdas/runtime/create-producer.ts';
import type { OutboxEntry } from '../../lambdas/runtime/outbox-entry.ts';
import type { ProducerResponse } from '../../lambdas/runtime/producer-definition.ts';
import { EffectLog } from './effect-log.ts';
import { envelopeOf } from './envelope-of.ts';
import { inboxOf, transactionsOf } from './process-ports.ts';
import { SeededChoices } from './seeded-choices.ts';
import { SimulatedClient } from './simulated-client.ts';
import { SimulatedConsumer } from './simulated-consumer.ts';
import { SimulatedDatabase } from './simulated-database.ts';
import { SimulatedFunction } from './simulated-function.ts';
import { SimulatedMessaging } from './simulated-messaging.ts';
import type { Surroundings } from './simulated-process.ts';
import { SimulatedRelay } from './simulated-relay.ts';
import type { System } from './system.ts';

const PRODUCER_TIMEOUT_MS = 6_000;
const REQUEST_HORIZON_SECONDS = 2_592_000;

/** One simulated system: all of its processes and services, on one virtual clock. */
export class World {
  readonly system: System;
  readonly surroundings: Surroundings;
  readonly log = new EffectLog();
  readonly database: SimulatedDatabase;
  readonly messaging: SimulatedMessaging;
  readonly relay: SimulatedRelay;
  readonly consumers: readonly SimulatedConsumer[];
  readonly clients: readonly SimulatedClient[];
  readonly producer: SimulatedFunction<unknown, ProducerResponse<unknown>>;
  /** Whether handlers do what their misbehaviour says; afterwards they are healed. */
  handlersMisbehave = true;

  /** `only`, when given, names the clients that make their request. */
  constructor(system: System, surroundings: Surroundings, only?: ReadonlySet<string>) {
    this.system = system;
    this.surroundings = surroundings;
    this.database = new SimulatedDatabase(system, this.log, surroundings);
    this.messaging = new SimulatedMessaging(surroundings);
    for (const topic of system.topics) {
      this.messaging.createTopic(topic);
    }
    this.relay = new SimulatedRelay(this.messaging, this.database, surroundings, system);
    this.consumers = system.consumers.map((spec) => new SimulatedConsumer(spec, this));
    this.producer = this.#producerFunction();
    const requests = system.producer.requests(new SeededChoices(surroundings.seed, 'requests'));
    this.clients = requests
      .map((request, index) => new SimulatedClient(`client-${index + 1}`, request, this.producer, surroundings))
      .filter(({ name }) => only?.has(name) ?? true);
    this.messaging.onChange = () => {
      for (const { mapping } of this.consumers) {
        mapping.ring();
      }
    };
    system.prepare?.(this);
  }

  /** What is under way or waits, dead letters aside; nothing once the system has settled. */
  unsettled(): readonly string[] {
    return [
      ...this.clients.filter(({ isSettled }) => !isSettled).map(({ name }) => name),
      ...(this.producer.running > 0 ? [this.producer.name] : []),
      ...this.relay.unsettled(),
      ...this.consumers.filter(({ isSettled }) => !isSettled).map(({ name }) => name),
    ];
  }

  /** The committed entry that a message body is of; undefined for foreign messages. */
  committedOf(body: string): OutboxEntry | undefined {
    const id = envelopeOf(body)?.id;
    return this.log.committed.find(({ eventId }) => eventId === id);
  }

  /** The short name of an event or a message. */
  name(id: string): string {
    return this.surroundings.history.nameOf(id);
  }

  /** A text with the ids in it replaced by their short names. */
  named(text: string): string {
    return this.surroundings.history.named(text);
  }

  #producerFunction(): SimulatedFunction<unknown, ProducerResponse<unknown>> {
    const { name, define } = this.system.producer;
    return new SimulatedFunction(
      {
        name,
        timeoutMs: PRODUCER_TIMEOUT_MS,
        start: (process) =>
          createProducer(
            define(process, this),
            { producer: name, horizonSeconds: REQUEST_HORIZON_SECONDS },
            {
              clock: process.clock,
              random: process.random,
              inbox: inboxOf(process, this.database.inbox),
              transactions: transactionsOf(process, this.database.transactions),
            },
          ),
      },
      this.surroundings,
    );
  }
}
