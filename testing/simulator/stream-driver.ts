import { addMillis, epochMillis } from '../../contracts/time.ts';
import type { InvocationOutcome } from '../../embedded/engine/lambda/invocation-outcome.ts';
import { type StreamBatch, StreamMapping } from '../../embedded/engine/lambda/stream-mapping.ts';
import { eventSourceOf } from '../../embedded/event-sources/event-source.ts';
import type { StreamBatchResponse, StreamEvent } from '../../lambdas/runtime/outbox/stream-record.ts';
import type { InMemoryDatabase } from '../in-memory/in-memory-database.ts';
import { outcomeOf } from './invocation-outcome.ts';
import type { Cancel } from './scheduler.ts';
import { SeededChoices } from './seeded-choices.ts';
import type { SimulatedFunction } from './simulated-function.ts';
import type { Surroundings } from './simulated-process.ts';

const POLL_MS = 250;
/** What users may set, often enough the defaults. */
const BATCH_SIZES = [100, 100, 25, 1];
const WINDOWS_SECONDS = [0, 0, 1, 5];
const FACTORS = [1, 1, 2, 10];

/** The stream of a table. */
export interface DrivenStream extends Pick<InMemoryDatabase, 'dynamoDb'> {
  readonly tableName: string;
  readonly streamArn: string;
  /**
   * Whether no two batches of a shard may be out at a time, as an outbox with a FIFO topic demands.
   *
   * @default false
   */
  readonly oneLane?: boolean;
}

/** Drives the engine's event source mapping of a table's stream: polls when there may be something and invokes. */
export class StreamDriver {
  readonly #function: SimulatedFunction<StreamEvent, StreamBatchResponse>;
  readonly #surroundings: Surroundings;
  readonly #choices: SeededChoices;
  readonly #mapping: StreamMapping;
  readonly #name: string;
  #planned: { readonly at: number; readonly cancel: Cancel } | undefined;
  #running = 0;
  #batches = 0;

  constructor(
    { tableName, streamArn, dynamoDb, oneLane = false }: DrivenStream,
    relay: SimulatedFunction<StreamEvent, StreamBatchResponse>,
    surroundings: Surroundings,
  ) {
    this.#function = relay;
    this.#surroundings = surroundings;
    this.#name = `stream of ${tableName}`;
    this.#choices = new SeededChoices(surroundings.seed, this.#name);
    const random = new SeededChoices(surroundings.seed, `${this.#name} ids`);
    const settings = new SeededChoices(surroundings.seed, `settings of ${this.#name}`);
    this.#mapping = new StreamMapping({
      clock: surroundings.scheduler,
      random: { next: () => random.fraction() },
      stream: dynamoDb.streams,
      functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${relay.name}`,
      configuration: {
        source: eventSourceOf(streamArn),
        functionName: relay.name,
        batchSize: settings.pick(BATCH_SIZES),
        windowSeconds: settings.pick(WINDOWS_SECONDS),
        reportsItemFailures: true,
        stream: {
          startingPosition: 'TRIM_HORIZON',
          patterns: [JSON.stringify({ eventName: ['INSERT', 'MODIFY'] })],
          maximumRetryAttempts: -1,
          maximumRecordAgeSeconds: -1,
          bisectsOnError: false,
          parallelizationFactor: oneLane ? 1 : settings.pick(FACTORS),
        },
      },
    });
  }

  /** Nothing is being handled and nothing is due. */
  get isIdle(): boolean {
    return this.#planned === undefined && this.#running === 0;
  }

  disable(): void {
    this.#mapping.disable();
  }

  enable(): void {
    this.#mapping.enable();
    this.ring();
  }

  /** Polls soon. Call it when the table has changed. */
  ring(): void {
    this.#pollAt(this.#surroundings.scheduler.now());
  }

  #pollAt(due: number): void {
    const { scheduler } = this.#surroundings;
    const earliest = epochMillis(Math.max(scheduler.now(), due));
    if (this.#planned !== undefined && this.#planned.at <= earliest + POLL_MS) {
      return;
    }
    this.#planned?.cancel();
    const at = addMillis(earliest, this.#choices.integer(1, POLL_MS));
    const cancel = scheduler.at(at, () => {
      this.#planned = undefined;
      this.#poll();
    });
    this.#planned = { at, cancel };
  }

  #poll(): void {
    for (let batch = this.#mapping.poll(); batch !== undefined; batch = this.#mapping.poll()) {
      this.#invoke(batch);
    }
    const next = this.#mapping.nextChangeAt();
    if (next !== undefined) {
      this.#pollAt(next);
    }
  }

  #invoke(batch: StreamBatch): void {
    const { history, plan, scheduler } = this.#surroundings;
    const event = JSON.parse(batch.payload) as StreamEvent;
    const what = `${event.Records.length} records of ${batch.shardId.slice(-3)}`;
    this.#batches += 1;
    const id = `${this.#name}/${this.#batches}`;
    const [throttled, lost] = [this.#choices.fraction(), this.#choices.fraction()];
    if (plan.strikes('throttled-invocation', `${id}/throttled`, throttled)) {
      history.add(scheduler.now(), this.#name, '! throttled-invocation', what);
      this.#settle(batch, { outcome: 'throttled' });
      return;
    }
    history.add(scheduler.now(), this.#name, 'delivers', what);
    this.#running += 1;
    this.#function.invoke(event).then((result) => {
      this.#running -= 1;
      const isLost = plan.strikes('response-lost', `${id}/lost`, lost);
      if (isLost) {
        history.add(scheduler.now(), this.#name, '! response-lost', what);
      }
      this.#settle(batch, isLost ? { outcome: 'error' } : outcomeOf(result));
    });
  }

  #settle(batch: StreamBatch, outcome: InvocationOutcome): void {
    this.#mapping.settle(batch, outcome);
    this.ring();
  }
}
