import type { FunctionInvoker } from '../../lambda/index.ts';
import type { ServiceCall } from '../../service-call.ts';
import { BackOff } from '../back-off.ts';
import { fittingRecords } from '../event-payload.ts';
import type { MappingConfiguration } from '../mapping-configuration.ts';
import { type MappingState, PollLoop } from '../poll-loop.ts';
import { NOTHING_PROCESSED, type RunningMapping } from '../running-mapping.ts';
import { deliverMessages } from './deliver-messages.ts';
import { gatherBatch } from './gather-batch.ts';
import { InvocationSlots } from './invocation-slots.ts';
import { QueueClient } from './queue-client.ts';
import type { SqsMessage } from './sqs-message.ts';
import { sqsRecord } from './sqs-record.ts';

/** How long to wait for a free slot before looking again, in milliseconds: Lambda's own limit grows with time. */
const SLOT_CHECK_MS = 200;

/**
 * Polls a queue and invokes a function with batches of its messages.
 *
 * One poller is enough for one machine; it polls only while an invocation may start, so that messages do not wait here
 * while their visibility timeout runs. Order within a message group is SQS's work: it gives out no message of a group
 * while an earlier one is in flight.
 */
export class QueueMapping implements RunningMapping {
  readonly #lambda: FunctionInvoker;
  readonly #queue: QueueClient;
  readonly #slots = new InvocationSlots(() => performance.now());
  readonly #backOff = new BackOff(100, 5_000);
  readonly #deliveries = new Set<Promise<void>>();
  readonly #ending = new AbortController();
  readonly #loop = new PollLoop({
    turn: () => this.#turn(),
    drain: () => Promise.all(this.#deliveries),
  });
  #configuration: MappingConfiguration;
  #lastProcessingResult = NOTHING_PROCESSED;

  constructor(configuration: MappingConfiguration, lambda: FunctionInvoker, sqs: ServiceCall) {
    this.#configuration = configuration;
    this.#lambda = lambda;
    this.#queue = new QueueClient(sqs, configuration.source.name);
  }

  get state(): MappingState {
    return this.#loop.state;
  }

  get lastProcessingResult(): string {
    return this.#lastProcessingResult;
  }

  resume(): void {
    this.#loop.resume();
  }

  pause(): Promise<void> {
    return this.#loop.pause();
  }

  configure(configuration: MappingConfiguration): void {
    this.#configuration = configuration;
    this.#loop.wake();
  }

  /** Does nothing: a long poll answers by itself. */
  wake(): void {}

  async stop(): Promise<void> {
    const paused = this.pause();
    // The queue ends with the cloud, so nothing is lost by cutting the long poll off.
    this.#ending.abort();
    await paused;
  }

  async #turn(): Promise<void> {
    if (!this.#slots.isFree(this.#configuration.maximumConcurrency)) {
      await this.#loop.sleep(SLOT_CHECK_MS);
      return;
    }
    await this.#loop.rest(this.#backOff.delayMs);
    if (!this.#loop.isEnabled) return;
    let messages = await this.#receive();
    this.#slots.observe(messages.length > 0);
    while (messages.length > 0) {
      const records = messages.map((message) => sqsRecord(message, this.#configuration.source));
      const count = fittingRecords(records);
      this.#deliver(messages.slice(0, count), records.slice(0, count));
      messages = messages.slice(count);
    }
  }

  async #receive(): Promise<SqsMessage[]> {
    const { batchSize, windowSeconds } = this.#configuration;
    try {
      return await gatherBatch({
        batchSize,
        windowSeconds,
        receive: (most, waitSeconds) => this.#queue.receive(most, waitSeconds, this.#ending.signal),
        rest: (milliseconds) => this.#loop.rest(milliseconds),
        isOpen: () => this.#loop.isEnabled,
        now: () => performance.now(),
      });
    } catch (error) {
      this.#lastProcessingResult = `PROBLEM: ${error instanceof Error ? error.message : String(error)}`;
      this.#backOff.failed();
      return [];
    }
  }

  #deliver(messages: readonly SqsMessage[], records: readonly string[]): void {
    this.#slots.take();
    const { functionName, reportsItemFailures } = this.#configuration;
    const delivery = deliverMessages(
      { messages, records, functionName, reportsItemFailures },
      this.#lambda,
      this.#queue,
    )
      .then((outcome) => {
        this.#lastProcessingResult = outcome.lastProcessingResult;
        // Polling on would burn receives of messages that cannot be run.
        if (outcome.isThrottled) this.#backOff.failed();
        else this.#backOff.succeeded();
      })
      .finally(() => {
        this.#deliveries.delete(delivery);
        this.#slots.release();
        this.#loop.wake();
      });
    this.#deliveries.add(delivery);
  }
}
