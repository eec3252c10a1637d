import { EVENT_TYPE_ATTRIBUTE } from '../../contracts/attributes.ts';
import type { TopicDefinition } from '../../contracts/event.ts';
import { epochMillis } from '../../contracts/time.ts';
import type { DeliveryAttempt, DeliveryFate } from '../../embedded/engine/sns/delivery.ts';
import { Sns } from '../../embedded/engine/sns/sns.ts';
import type { QueueAttributes } from '../../embedded/engine/sqs/queue-attributes.ts';
import { Sqs } from '../../embedded/engine/sqs/sqs.ts';
import type { TopicPublisher } from '../../lambdas/runtime/ports/index.ts';
import { idIn } from './envelope-of.ts';
import type { Cancel } from './scheduler.ts';
import { SeededChoices } from './seeded-choices.ts';
import type { Surroundings } from './simulated-process.ts';

const MAX_DELAY_MS = 90_000;

/** SQS and SNS of a simulated system. They move by themselves whenever something becomes due. */
export class SimulatedMessaging {
  readonly sqs: Sqs;
  readonly sns: Sns;
  /** Called when messages may have become visible. */
  onChange: () => void = () => undefined;
  /** Whether SNS answers every publication with a failure. */
  isDown = false;
  readonly #surroundings: Surroundings;
  readonly #choices: SeededChoices;
  readonly #refusals: SeededChoices;
  /** Ids of the events by those of their messages on the topics. */
  readonly #eventIds = new Map<string, string>();
  readonly #refused: { readonly queueArn: string; readonly messageId: string }[] = [];
  readonly #queueArns: string[] = [];
  readonly #topicArns = new Map<string, string>();
  #cancel: Cancel = () => undefined;
  #deliveries = 0;

  constructor(surroundings: Surroundings) {
    const { scheduler, seed } = surroundings;
    this.#surroundings = surroundings;
    this.#choices = new SeededChoices(seed, 'deliveries');
    this.#refusals = new SeededChoices(seed, 'refused deliveries');
    const random = new SeededChoices(seed, 'messaging');
    const engine = { clock: scheduler, random: { next: () => random.fraction() } };
    this.sqs = new Sqs(engine, { faults: { reorderWithin: 4 } });
    this.sns = new Sns(engine, { sqs: this.sqs, fault: (attempt) => this.#fateOf(attempt) });
  }

  /** ARNs by the topics' logical names. */
  get topicArns(): ReadonlyMap<string, string> {
    return this.#topicArns;
  }

  createTopic({ name, fifo }: TopicDefinition): void {
    const { topicArn } = this.sns.createTopic({
      name: fifo ? `${name}.fifo` : name,
      attributes: fifo ? { fifoTopic: true, fifoThroughputScope: 'MessageGroup' } : {},
    });
    this.#topicArns.set(name, topicArn);
  }

  /** Creates a queue, FIFO when its name says so, and answers its ARN. */
  createQueue(queueName: string, attributes: Partial<QueueAttributes>): string {
    const fifo: Partial<QueueAttributes> = queueName.endsWith('.fifo')
      ? { fifoQueue: true, deduplicationScope: 'messageGroup', fifoThroughputLimit: 'perMessageGroupId' }
      : {};
    const { queueArn } = this.sqs.createQueue({ queueName, attributes: { ...attributes, ...fifo } });
    this.#queueArns.push(queueArn);
    return queueArn;
  }

  /**
   * Subscribes a queue to a topic with raw delivery, filtered by event type. What SNS cannot deliver goes to
   * `deadLetterTargetArn`.
   */
  subscribe(
    topic: TopicDefinition,
    queueArn: string,
    eventTypes: readonly string[],
    deadLetterTargetArn: string,
  ): void {
    this.sns.subscribe({
      topicArn: this.#topicArns.get(topic.name) as string,
      protocol: 'sqs',
      endpoint: queueArn,
      attributes: {
        rawMessageDelivery: true,
        filterPolicy: { [EVENT_TYPE_ATTRIBUTE]: eventTypes },
        redrivePolicy: { deadLetterTargetArn },
      },
    });
  }

  /** Does what has become due, and sees to it that this is done again when more does. Call it after every change. */
  moved(): void {
    this.sns.deliverDue();
    const { scheduler } = this.#surroundings;
    const isDue = (this.sqs.nextChangeAt() ?? Number.POSITIVE_INFINITY) <= scheduler.now();
    for (const queueArn of isDue ? this.#queueArns : []) {
      // Each call does what is due in its queue first.
      this.sqs.getQueueAttributes({ queueArn });
    }
    this.#cancel();
    const next = Math.min(
      this.sns.nextChangeAt() ?? Number.POSITIVE_INFINITY,
      this.sqs.nextChangeAt() ?? Number.POSITIVE_INFINITY,
    );
    if (next !== Number.POSITIVE_INFINITY) {
      this.#cancel = scheduler.at(epochMillis(Math.max(next, scheduler.now() + 1)), () => this.moved());
    }
    this.onChange();
  }

  /** The topics as the runtime's port. */
  readonly publisher: TopicPublisher = {
    publishBatch: async (topicArn, entries) => {
      if (this.isDown) {
        return entries.map(() => ({ outcome: 'failed', code: 'InternalError', message: 'SNS is down' }));
      }
      const { successful, failed } = this.sns.publishBatch({
        topicArn,
        entries: entries.map(({ body, attributes, groupId, deduplicationId }, index) => ({
          id: String(index),
          message: body,
          messageAttributes: Object.fromEntries(
            Object.entries(attributes).map(([name, stringValue]) => [name, { dataType: 'String', stringValue }]),
          ),
          messageGroupId: groupId,
          messageDeduplicationId: deduplicationId,
        })),
      });
      for (const { id, messageId } of successful) {
        this.#eventIds.set(messageId, idIn(entries[Number(id)]?.body ?? '') ?? '');
      }
      this.moved();
      const taken = new Set(successful.map(({ id }) => id));
      const refused = new Map(failed.map((entry) => [entry.id, entry]));
      return entries.map((_, index) => {
        const { code = 'InternalError', message = '', senderFault = false } = refused.get(String(index)) ?? {};
        return taken.has(String(index))
          ? { outcome: 'published' }
          : { outcome: senderFault ? 'refused' : 'failed', code, message };
      });
    },
  };

  /** Whether SNS has something on its way. */
  get isDelivering(): boolean {
    return this.sns.nextChangeAt() !== undefined;
  }

  /** Ids of the events that SNS could not deliver to a queue. */
  refusedBy(queueArn: string): readonly string[] {
    return this.#refused.flatMap((one) =>
      one.queueArn === queueArn ? [this.#eventIds.get(one.messageId) ?? one.messageId] : [],
    );
  }

  #fateOf({ endpoint, messageId }: DeliveryAttempt): DeliveryFate {
    const { plan, history, scheduler } = this.#surroundings;
    this.#deliveries += 1;
    const id = `delivery ${this.#deliveries} to ${endpoint.slice(endpoint.lastIndexOf(':') + 1)}`;
    const [fails, delays, copies, delay] = [0, 1, 2, 3].map(() => this.#choices.fraction()) as [
      number,
      number,
      number,
      number,
    ];
    if (plan.strikes('delivery-refused', `${id}/refused`, this.#refusals.fraction())) {
      this.#refused.push({ queueArn: endpoint, messageId });
      history.add(scheduler.now(), 'SNS', '! delivery-refused', id);
      return { fate: 'clientError' };
    }
    if (plan.strikes('delivery-fails', `${id}/fails`, fails)) {
      return { fate: 'serverError' };
    }
    const late = plan.strikes('delayed-delivery', `${id}/late`, delays);
    const twice = plan.strikes('duplicate-delivery', `${id}/twice`, copies);
    return {
      fate: 'delivered',
      delayMs: Math.floor(delay * (late ? MAX_DELAY_MS : 50)),
      copies: twice ? 2 : 1,
    };
  }
}
