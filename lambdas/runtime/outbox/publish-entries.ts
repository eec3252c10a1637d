import { addMillis } from '../../../contracts/time.ts';
import { fullJitterMs } from '../full-jitter.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { Clock, PublishResult, RandomSource, TopicPublisher } from '../ports/index.ts';
import { publishEntryOf } from './publish-entry.ts';
import type { PublishRecords } from './publish-records.ts';
import { type PendingEntry, TopicQueue } from './topic-queue.ts';
import { obstacleOf, type TopicArns } from './unpublishable.ts';

/** What became of an entry. */
export type EntryOutcome =
  | { readonly outcome: 'published' }
  /** Set aside; its followers go on. */
  | { readonly outcome: 'quarantined'; readonly reason: string }
  /** Still to be published. */
  | { readonly outcome: 'failed'; readonly code: string };

/** What publishing needs from outside. */
export interface PublishPorts {
  readonly publisher: TopicPublisher;
  readonly clock: Clock;
  readonly random: RandomSource;
}

export interface PublishSettings {
  readonly topicArns: TopicArns;
  /** Milliseconds in which batches may still be started or retried; at or below 0 none is. */
  publishingTimeMs(): number;
}

/** Outcome of a run, in the order of its entries. */
export interface PublishReport {
  readonly outcomes: readonly EntryOutcome[];
  /** Published entries that could not be forgotten; the sweeper publishes them again. */
  readonly undeleted: number;
}

/** Batches in flight; more gained nothing in measurements. */
const CONCURRENCY = 4;
/** Enough to halve a batch of ten, rejected as a whole, down to the one entry that is at fault. */
const MAX_ATTEMPTS = 8;
const RETRY_DELAYS = { firstMs: 50, lastMs: 2_000 };

/**
 * Publishes entries, has `records` forget what the topics confirmed and quarantine what they will never take.
 *
 * Standard topics keep no order. On FIFO topics an entry is published only after all before it of its group, in the
 * order given, were published or quarantined; behind one that keeps failing the group's rest is `failed` too. What
 * fails is retried with full jitter while there is time, at most 7 times. Nothing is forgotten before it is published: a crash
 * makes copies, never a loss.
 */
export function publishEntries(
  entries: readonly OutboxEntry[],
  records: PublishRecords,
  settings: PublishSettings,
  ports: PublishPorts,
): Promise<PublishReport> {
  return new PublishRun(records, settings, ports).publish(entries);
}

class PublishRun {
  readonly #settings: PublishSettings;
  readonly #ports: PublishPorts;
  readonly #records: PublishRecords;
  readonly #outcomes = new Map<OutboxEntry, EntryOutcome>();
  readonly #inFlight = new Set<Promise<void>>();

  constructor(records: PublishRecords, settings: PublishSettings, ports: PublishPorts) {
    this.#records = records;
    this.#settings = settings;
    this.#ports = ports;
  }

  async publish(entries: readonly OutboxEntry[]): Promise<PublishReport> {
    const queues = await this.#queuesOf(entries);
    for (;;) {
      this.#startBatches(queues);
      const retryInMs = this.#retryInMs(queues);
      if (this.#inFlight.size === 0 && retryInMs === undefined) {
        break;
      }
      await this.#nextAnswer(retryInMs);
    }
    for (const pending of queues.flatMap((queue) => queue.dropAll())) {
      this.#giveUp(pending, pending.lastError ?? 'OUT_OF_TIME');
    }
    const undeleted = await this.#records.flush();
    return { outcomes: entries.map((entry) => this.#outcomes.get(entry) as EntryOutcome), undeleted };
  }

  /** Sorts the entries by topic and settles those that need no answer of SNS. */
  async #queuesOf(entries: readonly OutboxEntry[]): Promise<readonly TopicQueue[]> {
    const { topicArns } = this.#settings;
    const byTopic = new Map<string, OutboxEntry[]>();
    for (const entry of entries) {
      const obstacle = obstacleOf(entry, topicArns, this.#ports.clock.now());
      if (obstacle === undefined) {
        const ofTopic = byTopic.get(entry.topic) ?? [];
        byTopic.set(entry.topic, ofTopic);
        ofTopic.push(entry);
      } else if (obstacle.kind === 'refused') {
        await this.#quarantine(entry, obstacle);
      } else {
        this.#outcomes.set(entry, { outcome: 'failed', code: obstacle.code });
      }
    }
    return [...byTopic].map(([topic, ofTopic]) => new TopicQueue(topicArns.get(topic) as string, ofTopic));
  }

  #startBatches(queues: readonly TopicQueue[]): void {
    for (const queue of queues) {
      while (this.#inFlight.size < CONCURRENCY && this.#settings.publishingTimeMs() > 0) {
        const batch = queue.take(this.#ports.clock.now());
        if (batch.length === 0) {
          break;
        }
        const run: Promise<void> = this.#publishBatch(queue, batch).finally(() => this.#inFlight.delete(run));
        this.#inFlight.add(run);
      }
    }
  }

  /** Milliseconds until a batch may be started; undefined when only answers can bring one, or time is up. */
  #retryInMs(queues: readonly TopicQueue[]): number | undefined {
    const timeMs = this.#settings.publishingTimeMs();
    const retryTimes = queues.map((queue) => queue.nextRetryAt()).filter((at) => at !== undefined);
    if (timeMs <= 0 || retryTimes.length === 0 || this.#inFlight.size === CONCURRENCY) {
      return undefined;
    }
    return Math.max(0, Math.min(Math.min(...retryTimes) - this.#ports.clock.now(), timeMs));
  }

  async #nextAnswer(retryInMs: number | undefined): Promise<void> {
    const answered = new AbortController();
    const retry = retryInMs === undefined ? [] : [this.#ports.clock.sleep(retryInMs, answered.signal)];
    await Promise.race([...this.#inFlight, ...retry]);
    answered.abort();
  }

  async #publishBatch(queue: TopicQueue, batch: readonly PendingEntry[]): Promise<void> {
    const messages = batch.map(({ entry }) => publishEntryOf(entry, queue.topicArn));
    const results = await this.#ports.publisher.publishBatch(queue.topicArn, messages);
    const company = results.every(({ outcome }) => outcome === 'failed')
      ? // Perhaps one of them makes SNS reject all: apart, the others get through and the answer is about it alone.
        Math.ceil(batch.length / 2)
      : batch.length;
    await Promise.all(
      batch.map((pending, index) => {
        pending.maxCompany = Math.min(pending.maxCompany, company);
        return this.#settle(queue, pending, results[index] ?? NO_ANSWER);
      }),
    );
  }

  async #settle(queue: TopicQueue, pending: PendingEntry, result: PublishResult): Promise<void> {
    switch (result.outcome) {
      case 'published':
        this.#outcomes.set(pending.entry, { outcome: 'published' });
        this.#records.published(pending.entry);
        queue.settle(pending);
        return;
      case 'refused':
        await this.#quarantine(pending.entry, result);
        queue.settle(pending);
        return;
      case 'failed':
        this.#retry(queue, pending, result.code);
    }
  }

  #retry(queue: TopicQueue, pending: PendingEntry, code: string): void {
    pending.attempts += 1;
    pending.lastError = code;
    if (pending.attempts < MAX_ATTEMPTS) {
      const delayMs = fullJitterMs(pending.attempts, RETRY_DELAYS, this.#ports.random);
      pending.notBefore = addMillis(this.#ports.clock.now(), delayMs);
      queue.putBack(pending);
      return;
    }
    this.#giveUp(pending, code);
    for (const follower of queue.dropFollowers(pending)) {
      this.#giveUp(follower, 'HELD_BACK');
    }
  }

  #giveUp({ entry }: PendingEntry, code: string): void {
    this.#outcomes.set(entry, { outcome: 'failed', code });
  }

  /** Never throws. What cannot be set aside now is refused again at the next run; its followers need not wait for it. */
  async #quarantine(entry: OutboxEntry, { code, message }: { code: string; message: string }): Promise<void> {
    const reason = `${code}: ${message}`;
    try {
      await this.#records.quarantine(entry, reason);
      this.#outcomes.set(entry, { outcome: 'quarantined', reason });
    } catch {
      this.#outcomes.set(entry, { outcome: 'failed', code: 'QUARANTINE_FAILED' });
    }
  }
}

const NO_ANSWER: PublishResult = { outcome: 'failed', code: 'NO_ANSWER', message: 'SNS did not answer for the entry' };
