import { FAILURE_ATTRIBUTE } from '../../contracts/attributes.ts';
import type { FailureReport } from '../../contracts/failure.ts';
import { lambdaLimits, sqsLimits } from '../../contracts/limits.ts';
import { DEFAULT_MAX_ATTEMPTS, maxReceiveCountFor } from '../../contracts/receive-backstop.ts';
import type { ConsumerDefinition } from '../../lambdas/runtime/consumer-definition.ts';
import { createConsumer } from '../../lambdas/runtime/create-consumer.ts';
import type { InboxStore, MessageQueue, OutgoingMessage } from '../../lambdas/runtime/ports/index.ts';
import type { SqsBatchResponse, SqsEvent } from '../../lambdas/runtime/sqs-event.ts';
import type { AnnouncedRun } from './effect-log.ts';
import { envelopeOf } from './envelope-of.ts';
import { instrumented } from './instrumented-definition.ts';
import { inboxOf, queueOf, transactionsOf } from './process-ports.ts';
import { QueueDriver } from './queue-driver.ts';
import { SeededChoices } from './seeded-choices.ts';
import { SimulatedFunction } from './simulated-function.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import { SimulatedQueue } from './simulated-queue.ts';
import type { ConsumerSpec } from './system.ts';
import type { World } from './world.ts';

/** What users may set, often enough the default. */
const WINDOWS_SECONDS = [0, 0, 0, 1, 5];
const DEFAULT_HORIZON_SECONDS = 2_592_000;

/** A subscriber: its queue, its dead-letter queue, its function and the mapping between them. */
export class SimulatedConsumer {
  readonly spec: ConsumerSpec;
  readonly queue: SimulatedQueue;
  readonly deadLetterQueue: SimulatedQueue;
  /** The dead-letter queue of the subscription: what SNS could not deliver. */
  readonly undelivered: SimulatedQueue;
  readonly function: SimulatedFunction<SqsEvent, SqsBatchResponse>;
  readonly mapping: QueueDriver;
  readonly #handled = new Map<string, ReadonlySet<string>>();
  #definition: Pick<ConsumerDefinition, 'mode' | 'source'> | undefined;

  constructor(spec: ConsumerSpec, world: World) {
    const { fifo } = spec.topic;
    const suffix = fifo ? '.fifo' : '';
    const { timeoutMs = 6_000, maxAttempts = DEFAULT_MAX_ATTEMPTS } = spec;
    const { surroundings, messaging } = world;
    const settings = new SeededChoices(surroundings.seed, `settings of ${spec.name}`);
    // Lambda has no batching window for FIFO queues.
    const windowSeconds = fifo ? 0 : settings.pick(WINDOWS_SECONDS);
    this.spec = spec;
    const deadLetterTargetArn = messaging.createQueue(`${spec.name}-dlq${suffix}`, {
      messageRetentionPeriod: sqsLimits.maxRetentionSeconds,
    });
    const queueArn = messaging.createQueue(`${spec.name}${suffix}`, {
      visibilityTimeout: Math.ceil((timeoutMs * lambdaLimits.visibilityToTimeoutRatio) / 1000) + windowSeconds,
      redrivePolicy: { deadLetterTargetArn, maxReceiveCount: maxReceiveCountFor(maxAttempts, fifo) },
    });
    this.queue = new SimulatedQueue(queueArn, messaging);
    this.deadLetterQueue = new SimulatedQueue(deadLetterTargetArn, messaging);
    const undeliveredArn = messaging.createQueue(`${spec.name}-undelivered${suffix}`, {
      messageRetentionPeriod: sqsLimits.maxRetentionSeconds,
    });
    this.undelivered = new SimulatedQueue(undeliveredArn, messaging);
    messaging.subscribe(
      spec.topic,
      queueArn,
      spec.events.map(({ type }) => type),
      undeliveredArn,
    );
    this.function = new SimulatedFunction(
      {
        name: spec.name,
        timeoutMs,
        start: (process, consumerVersion) => {
          const definition = spec.define(process, world, consumerVersion);
          this.#definition = definition;
          this.#handled.set(consumerVersion, new Set(definition.handlers.map(({ event }) => event.type)));
          const consume = createConsumer(
            instrumented(definition, {
              consumer: spec.name,
              seed: surroundings.seed,
              process,
              log: world.log,
              now: () => surroundings.scheduler.now(),
              misbehaves: ({ kind }, { id }) =>
                spec.misbehaves !== false &&
                world.handlersMisbehave &&
                surroundings.plan.misbehaves(kind, `${spec.name} on ${world.name(id)}`),
            }),
            {
              consumer: spec.name,
              consumerVersion,
              horizonSeconds: spec.horizonSeconds ?? DEFAULT_HORIZON_SECONDS,
              maxAttempts,
            },
            {
              clock: process.clock,
              random: process.random,
              inbox: this.#inboxOf(process, world),
              transactions: transactionsOf(process, world.database.transactions, (key) => {
                world.log.failedCommits.push({ key, process });
              }),
              queue: queueOf(process, 'queue', this.queue),
              deadLetterQueue: queueOf(process, 'deadLetterQueue', this.#watchedDeadLetterQueue(world)),
              log: (line) => process.note('logs', line.type === 'fanout.message' ? summaryOf(line) : line),
            },
          );
          return (event, invocation) => {
            this.#checkArrival(event, world);
            return consume(event, invocation);
          };
        },
      },
      surroundings,
    );
    const { batchSize = 10, maxConcurrency = 3 } = spec;
    this.mapping = new QueueDriver(
      { queue: this.queue, messaging, function: this.function, batchSize, windowSeconds, maxConcurrency },
      surroundings,
    );
  }

  /** Takes down events that are in another group than that of their key, or lack attributes that they were published with. */
  #checkArrival({ Records: records }: SqsEvent, world: World): void {
    const { log } = world;
    for (const { body, attributes, messageAttributes } of records) {
      const entry = world.committedOf(body);
      if (entry !== undefined) {
        const { eventId } = entry;
        if (this.spec.topic.fifo && entry.orderingKey !== attributes['MessageGroupId']) {
          log.misgrouped.push({ consumer: this.name, eventId });
        }
        if (!Object.keys(entry.attributes).every((name) => name in messageAttributes)) {
          log.stripped.push({ consumer: this.name, eventId });
        }
      }
    }
  }

  /** The inbox as a process sees it; start records are taken down. */
  #inboxOf(process: SimulatedProcess, { database, log }: World): InboxStore {
    const { name: consumer } = this;
    const eventIdOf = (attemptKey: string): string => {
      const message = this.queue.messages.find(({ messageId }) => attemptKey.endsWith(`#${messageId}`));
      return envelopeOf(message?.body ?? '')?.id ?? '';
    };
    const startOf = (attemptKey: string): AnnouncedRun | undefined =>
      log.announced.findLast((start) => start.process === process.name && start.attemptKey === attemptKey);
    return inboxOf(process, database.inbox, {
      announced: (attemptKey) => {
        const eventId = eventIdOf(attemptKey);
        const runsBefore = log.runsOf(consumer, eventId).length;
        const who = { consumer, eventId, process: process.name, attemptKey };
        const start: AnnouncedRun = { ...who, runsBefore, processEnded: false, undone: false, failedUndos: 0 };
        log.announced.push(start);
        void process.ended.then(() => {
          start.processEnded = true;
        });
      },
      undone: (attemptKey) => {
        const start = startOf(attemptKey);
        if (start !== undefined) {
          start.undone = true;
        }
      },
      undoFailed: (attemptKey) => {
        const start = startOf(attemptKey);
        if (start !== undefined) {
          start.failedUndos += 1;
        }
      },
    });
  }

  /** Takes down what the runtime dead-letters. */
  #watchedDeadLetterQueue({ log, surroundings: { scheduler } }: World): MessageQueue {
    return {
      send: async (message) => {
        const { body, groupId } = message;
        log.deadLetters.push({ at: scheduler.now(), consumer: this.name, body, groupId, report: reportOf(message) });
        await this.deadLetterQueue.send(message);
      },
      delete: (handles) => this.deadLetterQueue.delete(handles),
      changeVisibility: (changes) => this.deadLetterQueue.changeVisibility(changes),
    };
  }

  /** The consumer's mode, once an environment was started. */
  get mode(): ConsumerDefinition['mode'] | undefined {
    return this.#definition?.mode;
  }

  /** CloudEvents `source` of what the consumer emits, once an environment was started. */
  get source(): string | undefined {
    return this.#definition?.source;
  }

  /** Whether the code of a version, once it has run, has a handler for an event. */
  handles(type: string, version: string): boolean {
    return this.#handled.get(version)?.has(type) ?? false;
  }

  get name(): string {
    return this.spec.name;
  }

  /** How long the consumer's inbox remembers, in milliseconds. */
  get horizonMs(): number {
    return (this.spec.horizonSeconds ?? DEFAULT_HORIZON_SECONDS) * 1000;
  }

  /** Nothing waits and nothing runs. */
  get isSettled(): boolean {
    return this.queue.messages.length === 0 && this.function.running === 0;
  }
}

/** What a dead letter says of itself, when it does. */
function reportOf(message: OutgoingMessage): FailureReport | undefined {
  const text = message.attributes[FAILURE_ATTRIBUTE]?.stringValue;
  return text === undefined ? undefined : (JSON.parse(text) as FailureReport);
}

const summaryOf = (line: {
  outcome: string;
  eventId?: string;
  messageId: string;
  attempt: number;
  error?: string;
  retryInSeconds?: number;
}): string =>
  [
    `${line.outcome} ${line.eventId ?? '-'} (${line.messageId}) attempt ${line.attempt}`,
    ...(line.error === undefined ? [] : [line.error]),
    ...(line.retryInSeconds === undefined ? [] : [`again in ${line.retryInSeconds} s`]),
  ].join(', ');
