import { addMillis, epochMillis } from '../../contracts/time.ts';
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
const BATCH_SIZE = 25;

/** Drives the engine's event source mapping of a table's stream: polls when there may be something and invokes. */
export class StreamDriver {
  readonly #function: SimulatedFunction<StreamEvent, StreamBatchResponse>;
  readonly #surroundings: Surroundings;
  readonly #choices: SeededChoices;
  readonly #mapping: StreamMapping;
  readonly #name: string;
  #planned: { readonly at: number; readonly cancel: Cancel } | undefined;
  #running = 0;

  constructor(
    tableName: string,
    { dynamoDb, streamArn }: Pick<InMemoryDatabase, 'dynamoDb'> & { readonly streamArn: string },
    relay: SimulatedFunction<StreamEvent, StreamBatchResponse>,
    surroundings: Surroundings,
  ) {
    this.#function = relay;
    this.#surroundings = surroundings;
    this.#name = `stream of ${tableName}`;
    this.#choices = new SeededChoices(surroundings.seed, this.#name);
    const random = new SeededChoices(surroundings.seed, `${this.#name} ids`);
    this.#mapping = new StreamMapping({
      clock: surroundings.scheduler,
      random: { next: () => random.fraction() },
      stream: dynamoDb.streams,
      functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${relay.name}`,
      configuration: {
        source: eventSourceOf(streamArn),
        functionName: relay.name,
        batchSize: BATCH_SIZE,
        windowSeconds: 0,
        reportsItemFailures: true,
        stream: {
          startingPosition: 'TRIM_HORIZON',
          patterns: [JSON.stringify({ eventName: ['INSERT', 'MODIFY'] })],
          maximumRetryAttempts: -1,
          maximumRecordAgeSeconds: -1,
          bisectsOnError: false,
          parallelizationFactor: 1,
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
    const { history, scheduler } = this.#surroundings;
    const event = JSON.parse(batch.payload) as StreamEvent;
    history.add(
      scheduler.now(),
      this.#name,
      'delivers',
      `${event.Records.length} records of ${batch.shardId.slice(-3)}`,
    );
    this.#running += 1;
    this.#function.invoke(event).then((result) => {
      this.#running -= 1;
      this.#mapping.settle(batch, outcomeOf(result));
      this.ring();
    });
  }
}
