import { batchVerdict } from '../../event-sources/batch-response.ts';
import { eventPayload, fittingRecords } from '../../event-sources/event-payload.ts';
import type { MappingConfiguration } from '../../event-sources/mapping-configuration.ts';
import { InvocationSlots } from '../../event-sources/sqs/invocation-slots.ts';
import type { EngineClock } from '../surroundings.ts';
import { FunctionConcurrency } from './function-concurrency.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';
import type { MappedQueue } from './mapped-queue.ts';
import type { GatheredMessage, QueueBatch, ThrottledBatch } from './queue-batch.ts';
import { type QueueMessage, queueRecord } from './queue-record.ts';
import { retryDelayMs } from './retry-delay.ts';

/** What a mapping works with. */
export interface QueueMappingProps {
  readonly clock: EngineClock;
  readonly queue: MappedQueue;
  /** See `parseConfiguration`, which reads a template's properties. */
  readonly configuration: MappingConfiguration;
  /** @default - nothing is reserved for the function */
  readonly concurrency?: FunctionConcurrency;
}

/** SQS's limit for one call. */
const MAX_ENTRIES = 10;

/**
 * The event source mapping of a queue, without invoking anything: the driver polls it for a batch, runs the function and
 * settles the batch with the outcome. Several batches may be out at a time.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html. Order within a message group is SQS's work: it gives out no
 * message of a group while an earlier one is in flight.
 */
export class QueueMapping {
  readonly #clock: EngineClock;
  readonly #queue: MappedQueue;
  readonly #concurrency: FunctionConcurrency;
  readonly #slots: InvocationSlots;
  readonly #running = new Set<QueueBatch>();
  readonly #throttled = new Map<QueueBatch, ThrottledBatch>();
  #configuration: MappingConfiguration;
  #gathered: GatheredMessage[] = [];
  #closesAt = 0;
  #isEnabled = true;

  constructor({ clock, queue, configuration, concurrency = new FunctionConcurrency() }: QueueMappingProps) {
    this.#clock = clock;
    this.#queue = queue;
    this.#configuration = configuration;
    this.#concurrency = concurrency;
    this.#slots = new InvocationSlots(() => clock.now());
  }

  /** `Disabling` until the last batch has been settled. */
  get state(): 'Enabled' | 'Disabling' | 'Disabled' {
    if (this.#isEnabled) return 'Enabled';
    const isBusy = this.#running.size + this.#throttled.size + this.#gathered.length > 0;
    return isBusy ? 'Disabling' : 'Disabled';
  }

  enable(): void {
    this.#isEnabled = true;
  }

  /** Receives nothing more. What has been received is still delivered. */
  disable(): void {
    this.#isEnabled = false;
  }

  /** Uses other values from the next batch on. */
  update(configuration: MappingConfiguration): void {
    this.#configuration = configuration;
  }

  /**
   * The next batch to invoke the function with; undefined when there is none now. Call it until it answers that, whenever
   * the queue or the time has changed. Receives messages, so receives are counted even for a batch that is then throttled.
   */
  poll(): QueueBatch | undefined {
    const retried = this.#retryThrottled();
    if (retried !== undefined) return retried;
    for (let batch = this.#nextBatch(); batch !== undefined; batch = this.#nextBatch()) {
      this.#slots.take();
      if (this.#start(batch)) return batch;
      this.#holdBack(batch);
    }
    return undefined;
  }

  /**
   * Takes the outcome of a batch that {@link poll} has given out: deletes what succeeded. What failed comes back when its
   * visibility timeout ends; a throttled batch is tried again until then.
   */
  settle(batch: QueueBatch, outcome: InvocationOutcome): void {
    if (!this.#running.delete(batch))
      throw new Error('the batch is not out: it has been settled, or is of another mapping');
    this.#concurrency.finish();
    if (outcome.outcome === 'throttled') {
      this.#holdBack(batch);
      return;
    }
    this.#slots.release();
    this.#throttled.delete(batch);
    this.#delete(succeeded(batch, outcome, this.#configuration.reportsItemFailures));
  }

  /** When {@link poll} may answer with something although the queue has not changed. */
  nextChangeAt(): number | undefined {
    const times = [...this.#throttled.values()].map(({ retryAt, visibleAt }) => Math.min(retryAt, visibleAt));
    if (this.#gathered.length > 0) times.push(this.#closesAt);
    const { maximumConcurrency } = this.#configuration;
    const slotAt = this.#slots.isFree(maximumConcurrency) ? undefined : this.#slots.freeAt(maximumConcurrency);
    if (slotAt !== undefined) times.push(slotAt);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #start(batch: QueueBatch): boolean {
    if (!this.#concurrency.tryStart()) return false;
    this.#running.add(batch);
    return true;
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html: back-off for throttled invocations. */
  #holdBack(batch: QueueBatch): void {
    const now = this.#clock.now();
    const earlier = this.#throttled.get(batch);
    const throttles = (earlier?.throttles ?? 0) + 1;
    const { visibilityTimeout } = this.#queue.getQueueAttributes({ queueArn: this.#configuration.source.arn });
    this.#throttled.set(batch, {
      batch,
      throttles,
      retryAt: now + retryDelayMs(throttles),
      visibleAt: batch.receivedAt + visibilityTimeout * 1000,
    });
  }

  #retryThrottled(): QueueBatch | undefined {
    const now = this.#clock.now();
    for (const { batch, retryAt, visibleAt } of this.#throttled.values()) {
      if (this.#running.has(batch)) continue;
      if (visibleAt <= now) {
        this.#throttled.delete(batch);
        this.#slots.release();
      } else if (retryAt <= now) {
        if (this.#start(batch)) return batch;
        this.#holdBack(batch);
      }
    }
    return undefined;
  }

  #nextBatch(): QueueBatch | undefined {
    if (!this.#slots.isFree(this.#configuration.maximumConcurrency)) return undefined;
    if (this.#isEnabled) this.#gather();
    const { batchSize } = this.#configuration;
    const records = this.#gathered.map(({ record }) => record);
    const fitting = Math.min(fittingRecords(records), batchSize);
    const isDue = fitting < records.length || records.length >= batchSize || this.#closesAt <= this.#clock.now();
    if (records.length === 0 || (this.#isEnabled && !isDue)) return undefined;
    const taken = this.#gathered.splice(0, fitting);
    return {
      payload: eventPayload(records.slice(0, fitting)),
      messages: taken.map(({ message }) => message),
      receivedAt: Math.min(...taken.map(({ receivedAt }) => receivedAt)),
    };
  }

  #gather(): void {
    const { batchSize, windowSeconds, source } = this.#configuration;
    while (this.#gathered.length < batchSize) {
      const most = Math.min(batchSize - this.#gathered.length, MAX_ENTRIES);
      const { messages } = this.#queue.receiveMessage({ queueArn: source.arn, maxNumberOfMessages: most });
      this.#slots.observe(messages.length > 0);
      if (messages.length === 0) return;
      const receivedAt = this.#clock.now();
      if (this.#gathered.length === 0) this.#closesAt = receivedAt + windowSeconds * 1000;
      this.#gathered.push(
        ...messages.map((message) => ({ message, receivedAt, record: queueRecord(message, source) })),
      );
    }
  }

  #delete(messages: readonly QueueMessage[]): void {
    const queueArn = this.#configuration.source.arn;
    for (let start = 0; start < messages.length; start += MAX_ENTRIES) {
      const entries = messages
        .slice(start, start + MAX_ENTRIES)
        .map(({ receiptHandle }, index) => ({ id: String(index), receiptHandle }));
      this.#queue.deleteMessageBatch({ queueArn, entries });
    }
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html: partial batch responses. */
function succeeded(
  { messages }: QueueBatch,
  outcome: InvocationOutcome,
  reportsItemFailures: boolean,
): readonly QueueMessage[] {
  if (outcome.outcome !== 'success') return [];
  if (!reportsItemFailures) return messages;
  const verdict = batchVerdict(outcome.payload, new Set(messages.map(({ messageId }) => messageId)));
  if (verdict.failed === 'all') return [];
  return verdict.failed === 'none' ? messages : messages.filter(({ messageId }) => !verdict.identifiers.has(messageId));
}
