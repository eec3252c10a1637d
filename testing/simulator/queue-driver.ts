import { addMillis, epochMillis } from '../../contracts/time.ts';
import type { InvocationOutcome } from '../../embedded/engine/lambda/invocation-outcome.ts';
import type { MappedQueue } from '../../embedded/engine/lambda/mapped-queue.ts';
import type { QueueBatch } from '../../embedded/engine/lambda/queue-batch.ts';
import { QueueMapping } from '../../embedded/engine/lambda/queue-mapping.ts';
import { eventSourceOf } from '../../embedded/event-sources/event-source.ts';
import type { SqsBatchResponse, SqsEvent } from '../../lambdas/runtime/sqs-event.ts';
import { idIn } from './envelope-of.ts';
import { outcomeOf } from './invocation-outcome.ts';
import type { Cancel } from './scheduler.ts';
import { SeededChoices } from './seeded-choices.ts';
import type { SimulatedFunction } from './simulated-function.ts';
import type { SimulatedMessaging } from './simulated-messaging.ts';
import type { Surroundings } from './simulated-process.ts';
import type { SimulatedQueue } from './simulated-queue.ts';

export interface QueueDriverProps {
  readonly queue: SimulatedQueue;
  readonly messaging: SimulatedMessaging;
  readonly function: SimulatedFunction<SqsEvent, SqsBatchResponse>;
  /** Messages of one batch, at most. */
  readonly batchSize: number;
  /** How long batches are gathered. */
  readonly windowSeconds: number;
  /** Invocations at the same time, at most. */
  readonly maxConcurrency: number;
}

const POLL_MS = 150;
const MOST_DOUBLINGS = 9;

/** Drives the engine's event source mapping of a queue: polls when there may be something, invokes, and hands back the outcome. */
export class QueueDriver {
  readonly #props: QueueDriverProps;
  readonly #surroundings: Surroundings;
  readonly #choices: SeededChoices;
  readonly #mapping: QueueMapping;
  readonly #name: string;
  #planned: { readonly at: number; readonly cancel: Cancel } | undefined;
  #batches = 0;
  #deletions = 0;
  #emptyPolls = 0;
  /** Whether the function has no concurrency left, so that Lambda receives in vain. */
  isExhausted = false;

  constructor(props: QueueDriverProps, surroundings: Surroundings) {
    const { name } = props.function;
    this.#props = props;
    this.#surroundings = surroundings;
    this.#name = `mapping of ${name}`;
    this.#choices = new SeededChoices(surroundings.seed, this.#name);
    this.#mapping = new QueueMapping({
      clock: surroundings.scheduler,
      queue: this.#unreliableQueue(),
      configuration: {
        source: eventSourceOf(props.queue.arn),
        functionName: name,
        batchSize: props.batchSize,
        windowSeconds: props.windowSeconds,
        reportsItemFailures: true,
        maximumConcurrency: Math.max(2, props.maxConcurrency),
      },
    });
  }

  /** Polls soon, or when a message becomes visible. Call it when the queue has changed. */
  ring(): void {
    this.#emptyPolls = 0;
    this.#plan();
  }

  /** What is visible may wait for the head of its group: polls that give nothing become rarer. */
  #plan(): void {
    const due = Math.min(
      this.#props.queue.nextVisibleAt() ?? Number.POSITIVE_INFINITY,
      this.#mapping.nextChangeAt() ?? Number.POSITIVE_INFINITY,
    );
    if (due === Number.POSITIVE_INFINITY || this.#props.function.running >= this.#props.maxConcurrency) {
      return;
    }
    const { scheduler } = this.#surroundings;
    const earliest = epochMillis(Math.max(scheduler.now(), due));
    if (this.#planned !== undefined && this.#planned.at <= earliest + POLL_MS) {
      return;
    }
    this.#planned?.cancel();
    const waitMs = POLL_MS * 2 ** Math.min(this.#emptyPolls, MOST_DOUBLINGS);
    const at = addMillis(earliest, this.#choices.integer(1, waitMs));
    const cancel = scheduler.at(at, () => {
      this.#planned = undefined;
      this.#poll();
      this.#plan();
    });
    this.#planned = { at, cancel };
  }

  #poll(): void {
    if (this.#props.function.running >= this.#props.maxConcurrency) {
      return;
    }
    const batch = this.#mapping.poll();
    if (batch === undefined) {
      this.#emptyPolls += 1;
      return;
    }
    this.#emptyPolls = 0;
    const { plan, history, scheduler } = this.#surroundings;
    this.#batches += 1;
    const id = `${this.#name}/${this.#batches}`;
    const [throttled, lost] = [this.#choices.fraction(), this.#choices.fraction()];
    const messages = batch.messages.map(
      ({ messageId, body, approximateReceiveCount }) =>
        `${idIn(body) ?? 'foreign'} ${messageId} (${approximateReceiveCount})`,
    );
    if (this.isExhausted) {
      history.add(scheduler.now(), this.#name, 'is throttled', messages);
      this.#settle(batch, { outcome: 'throttled' });
      return;
    }
    if (plan.strikes('throttled-invocation', `${id}/throttled`, throttled)) {
      history.add(scheduler.now(), this.#name, '! throttled-invocation', messages);
      this.#settle(batch, { outcome: 'throttled' });
      return;
    }
    history.add(scheduler.now(), this.#name, 'delivers', messages);
    this.#props.function.invoke(JSON.parse(batch.payload)).then((result) => {
      const isLost = plan.strikes('response-lost', `${id}/lost`, lost);
      if (isLost) {
        history.add(scheduler.now(), this.#name, '! response-lost', messages);
      }
      this.#settle(batch, isLost ? { outcome: 'error' } : outcomeOf(result));
    });
  }

  #settle(batch: QueueBatch, outcome: InvocationOutcome): void {
    this.#mapping.settle(batch, outcome);
    this.#props.messaging.moved();
    this.ring();
  }

  /** The queue as the mapping sees it: it gives what it likes, and its deletions get lost. */
  #unreliableQueue(): MappedQueue {
    const { sqs } = this.#props.messaging;
    return {
      getQueueAttributes: (request) => sqs.getQueueAttributes(request),
      receiveMessage: ({ queueArn, maxNumberOfMessages }) =>
        sqs.receiveMessage({ queueArn, maxNumberOfMessages: this.#choices.integer(1, maxNumberOfMessages) }),
      deleteMessageBatch: ({ queueArn, entries }) => {
        const { plan, history, scheduler } = this.#surroundings;
        this.#deletions += 1;
        if (plan.strikes('delete-lost', `${this.#name}/deletion ${this.#deletions}`, this.#choices.fraction())) {
          history.add(scheduler.now(), this.#name, '! delete-lost', `${entries.length} messages`);
          return;
        }
        sqs.deleteMessageBatch({ queueArn, entries });
      },
    };
  }
}
