import { type EventEnvelope, serializeEnvelope } from '../../../contracts/envelope.ts';
import type { FailureReport } from '../../../contracts/failure.ts';
import type { MessageLogLine } from '../../../contracts/log.ts';
import type { ConsumerDefinition } from '../../../lambdas/runtime/consumer-definition.ts';
import type { ConsumerPorts } from '../../../lambdas/runtime/consumer-ports.ts';
import type { ConsumerSettings } from '../../../lambdas/runtime/consumer-settings.ts';
import { createConsumer } from '../../../lambdas/runtime/create-consumer.ts';
import type { Invocation } from '../../../lambdas/runtime/invocation.ts';
import type { OutgoingMessage } from '../../../lambdas/runtime/ports/index.ts';
import type { SqsRecord } from '../../../lambdas/runtime/sqs-event.ts';
import { InMemoryDatabase } from '../../../testing/in-memory/in-memory-database.ts';
import { InMemoryInboxStore } from '../../../testing/in-memory/in-memory-inbox-store.ts';
import { InMemoryMessageQueue } from '../../../testing/in-memory/in-memory-message-queue.ts';
import { InMemoryTransactionStore } from '../../../testing/in-memory/in-memory-transaction-store.ts';
import { ManualClock } from '../../../testing/in-memory/manual-clock.ts';
import { SeededRandom } from '../../../testing/in-memory/seeded-random.ts';
import type { MortalProcess } from './mortal-process.ts';

interface BenchOptions {
  readonly fifo?: boolean;
  readonly settings?: Partial<ConsumerSettings>;
}

/** A consumer's surroundings in memory: queues, database, clock and log. */
export class ConsumerBench {
  readonly clock = new ManualClock();
  readonly random = new SeededRandom(7);
  readonly database = new InMemoryDatabase({ orders: ['pk'], facts: ['pk'] }, { clock: this.clock });
  readonly inbox = new InMemoryInboxStore(this.database);
  readonly transactions: InMemoryTransactionStore;
  readonly queue: InMemoryMessageQueue;
  readonly deadLetterQueue: InMemoryMessageQueue;
  readonly lines: MessageLogLine[] = [];
  readonly settings: ConsumerSettings;

  constructor({ fifo = false, settings = {} }: BenchOptions = {}) {
    const suffix = fifo ? '.fifo' : '';
    this.transactions = new InMemoryTransactionStore(this.database);
    this.queue = new InMemoryMessageQueue(this.clock, { name: `source${suffix}`, visibilityTimeoutSeconds: 60 });
    this.deadLetterQueue = new InMemoryMessageQueue(this.clock, { name: `dead${suffix}` });
    this.settings = { consumer: 'inventory', consumerVersion: 'v1', horizonSeconds: 86_400, ...settings };
  }

  get ports(): ConsumerPorts {
    return {
      clock: this.clock,
      random: this.random,
      inbox: this.inbox,
      transactions: this.transactions,
      queue: this.queue,
      deadLetterQueue: this.deadLetterQueue,
      log: (line) => {
        if (line.type === 'fanout.message') {
          this.lines.push(line);
        }
      },
    };
  }

  /** What the log says became of each message, as `outcome message-id`, in the order of the lines. */
  get outcomes(): readonly string[] {
    return this.lines.map(({ outcome, messageId }) => `${outcome} ${messageId}`);
  }

  /** Reports of the dead letters, in the order of their sending. */
  get reports(): readonly FailureReport[] {
    return this.deadLetterQueue.messages.map(({ attributes }) =>
      JSON.parse(attributes['fanout-failure']?.stringValue ?? 'null'),
    );
  }

  async send(content: EventEnvelope | string, overrides: Partial<OutgoingMessage> = {}): Promise<void> {
    const body = typeof content === 'string' ? content : serializeEnvelope(content);
    const groupId = typeof content === 'string' ? undefined : content.partitionkey;
    await this.queue.send({ body, attributes: {}, groupId, ...overrides });
  }

  /** Receives a batch and runs it as Lambda would; answers the ids of the messages kept. */
  async deliver(definition: ConsumerDefinition, options: DeliveryOptions = {}): Promise<readonly string[]> {
    const records = options.records ?? this.queue.receive();
    const consumer = createConsumer(definition, this.settings, { ...this.ports, ...options.ports });
    const invocation = invocationOf(this.clock, options.timeoutMs ?? 30_000);
    const response = await this.clock.drive(consumer({ Records: records }, invocation));
    this.queue.acknowledge(records, response);
    return response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  /** Receives a batch in a process that may die, in which case nothing is acknowledged; answers what was received. */
  async deliverTo(process: MortalProcess, definition: ConsumerDefinition): Promise<readonly SqsRecord[]> {
    const records = this.queue.receive();
    const consume = createConsumer(definition, this.settings, process.ports);
    const response = await Promise.race([consume({ Records: records }, invocationOf(this.clock, 3_000)), process.died]);
    if (response !== 'died') {
      this.queue.acknowledge(records, response);
    }
    return records;
  }
}

interface DeliveryOptions {
  readonly records?: readonly SqsRecord[];
  readonly ports?: Partial<ConsumerPorts>;
  readonly timeoutMs?: number;
}

/** An invocation that ends after `milliseconds` by the clock. */
export function invocationOf(clock: ManualClock, milliseconds: number): Invocation {
  const endsAt = clock.now() + milliseconds;
  return { remainingTimeMs: () => endsAt - clock.now() };
}
