import { sqsLimits } from '../../contracts/limits.ts';
import type { BatchResult } from '../../embedded/engine/batch-request.ts';
import { ServiceError } from '../../embedded/engine/service-error.ts';
import { Sns } from '../../embedded/engine/sns/sns.ts';
import { Sqs } from '../../embedded/engine/sqs/sqs.ts';
import type { Clock, PublishEntry, PublishResult, TopicPublisher } from '../../lambdas/runtime/ports/index.ts';
import { ManualClock } from './manual-clock.ts';
import { SeededRandom } from './seeded-random.ts';

/** A message that a topic took. */
export interface PublishedMessage extends PublishEntry {
  readonly topicArn: string;
}

/** Decides about one entry; undefined publishes it. Called in the order of the entries. */
export type PublishFault = (topicArn: string, entry: PublishEntry) => PublishResult | undefined;

/** The topic of an ARN, and a queue that gets its messages raw. */
interface TappedTopic {
  readonly topicArn: string;
  readonly tapArn: string;
}

/**
 * A topic publisher on the engine's model of SNS, that keeps what it took, in order, and fails as it is told to. A topic exists
 * once something is published to it; it is FIFO when its ARN ends in `.fifo`.
 */
export class InMemoryTopicPublisher implements TopicPublisher {
  /** Every message taken, copies included. */
  readonly published: PublishedMessage[] = [];
  /** Entries of each request, in order of the requests. */
  readonly requests: (readonly PublishEntry[])[] = [];
  readonly #fault: PublishFault;
  readonly #sqs: Sqs;
  readonly #sns: Sns;
  readonly #topics = new Map<string, TappedTopic>();

  constructor(fault: PublishFault = () => undefined, clock: Pick<Clock, 'now'> = new ManualClock()) {
    const random = new SeededRandom();
    const surroundings = { clock, random: { next: () => random.fraction() } };
    this.#fault = fault;
    this.#sqs = new Sqs(surroundings);
    this.#sns = new Sns(surroundings, { sqs: this.#sqs });
  }

  async publishBatch(topicArn: string, entries: readonly PublishEntry[]): Promise<readonly PublishResult[]> {
    this.requests.push(entries);
    const faults = entries.map((entry) => this.#fault(topicArn, entry));
    const reaching = entries.flatMap((entry, index) => {
      const fate = faults[index];
      return fate === undefined || fate.outcome === 'published' ? [{ id: String(index), entry }] : [];
    });
    const results = this.#publish(topicArn, reaching);
    return entries.map((entry, index) => {
      const result = results.get(String(index)) ?? (faults[index] as PublishResult);
      if (result.outcome === 'published') this.published.push({ ...entry, topicArn });
      return result;
    });
  }

  /** What a raw subscription of the topic got so far, without the copies that a FIFO topic drops. */
  received(topicArn: string): readonly PublishEntry[] {
    return this.#sqs.messagesOf(this.#topic(topicArn).tapArn).map((message) => ({
      body: message.body,
      attributes: Object.fromEntries(
        Object.entries(message.messageAttributes).map(([name, { stringValue = '' }]) => [name, stringValue]),
      ),
      ...(message.messageGroupId !== undefined && { groupId: message.messageGroupId }),
      ...(message.messageDeduplicationId !== undefined && { deduplicationId: message.messageDeduplicationId }),
    }));
  }

  #publish(
    topicArn: string,
    reaching: readonly { readonly id: string; readonly entry: PublishEntry }[],
  ): ReadonlyMap<string, PublishResult> {
    if (reaching.length === 0) return new Map();
    try {
      const result = this.#sns.publishBatch({
        topicArn: this.#topic(topicArn).topicArn,
        entries: reaching.map(({ id, entry }) => ({
          id,
          message: entry.body,
          messageAttributes: Object.fromEntries(
            Object.entries(entry.attributes).map(([name, value]) => [name, { dataType: 'String', stringValue: value }]),
          ),
          messageGroupId: entry.groupId,
          messageDeduplicationId: entry.deduplicationId,
        })),
      });
      return resultsOf(result);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      // An error of the whole request condemns an entry only when it was alone.
      const outcome = reaching.length === 1 ? 'refused' : 'failed';
      return new Map(reaching.map(({ id }) => [id, { outcome, code: error.code, message: error.message }]));
    }
  }

  #topic(topicArn: string): TappedTopic {
    let topic = this.#topics.get(topicArn);
    if (topic === undefined) {
      topic = this.#create(topicArn);
      this.#topics.set(topicArn, topic);
    }
    return topic;
  }

  #create(topicArn: string): TappedTopic {
    const fifo = topicArn.endsWith('.fifo');
    const name = `topic-${this.#topics.size + 1}${fifo ? '.fifo' : ''}`;
    const created = this.#sns.createTopic({ name, attributes: { fifoTopic: fifo } });
    const { queueArn } = this.#sqs.createQueue({
      queueName: name,
      attributes: { fifoQueue: fifo, messageRetentionPeriod: sqsLimits.maxRetentionSeconds },
    });
    this.#sns.subscribe({
      topicArn: created.topicArn,
      protocol: 'sqs',
      endpoint: queueArn,
      attributes: { rawMessageDelivery: true },
    });
    return { topicArn: created.topicArn, tapArn: queueArn };
  }
}

/** Answers per entry; what is wrong with an entry itself is never taken. */
const resultsOf = ({ successful, failed }: BatchResult<{ readonly id: string }>): ReadonlyMap<string, PublishResult> =>
  new Map<string, PublishResult>([
    ...successful.map(({ id }) => [id, { outcome: 'published' }] as const),
    ...failed.map(({ id, code, message }) => [id, { outcome: 'refused', code, message }] as const),
  ]);
