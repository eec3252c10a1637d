import { BackOff } from '../back-off.ts';
import type { EventSource } from '../event-source.ts';
import type { EventMatcher } from '../filter/compile-pattern.ts';
import { PollLoop } from '../poll-loop.ts';
import { Lane, type LaneProps } from './lane.ts';
import { laneIndex } from './lane-index.ts';
import type { ShardPosition, StreamClient } from './stream-client.ts';
import { pendingRecord, type StreamRecord } from './stream-record.ts';

/** How often a shard is read when nobody says that its table was written to. */
const POLL_MS = 500;
/** Batches that are read ahead for each lane. */
const BATCHES_AHEAD = 2;

/** What a {@link ShardReader} reads, and with what. */
export interface ShardReaderProps extends Omit<LaneProps, 'onProgress'> {
  readonly stream: StreamClient;
  readonly source: EventSource;
  readonly shardId: string;
  readonly start: 'TRIM_HORIZON' | 'LATEST';
  /** Whether a record is delivered; the others are skipped. */
  readonly matches: EventMatcher;
  /** Name of the table's partition key. */
  readonly partitionKey: string | undefined;
  /** Called when the shard is closed and all its records have been delivered. */
  readonly onFinished: () => void;
  readonly onProblem: (error: unknown) => void;
}

/** Reads one shard in order and spreads its records over as many lanes as the parallelization factor says. */
export class ShardReader {
  readonly #props: ShardReaderProps;
  readonly #lanes: readonly Lane[];
  readonly #backOff = new BackOff(100, 5_000);
  readonly #loop = new PollLoop({
    turn: () => this.#turn(),
    drain: () => Promise.all(this.#lanes.map((lane) => lane.pause())),
  });
  #position: ShardPosition;
  #iterator: string | undefined;
  #isClosed = false;
  #isWaitingForLanes = false;

  constructor(props: ShardReaderProps) {
    this.#props = props;
    this.#position = { at: props.start };
    const onProgress = () => {
      if (this.#isWaitingForLanes) this.#loop.wake();
    };
    const { parallelizationFactor } = props.configuration().stream;
    this.#lanes = Array.from({ length: parallelizationFactor }, () => new Lane({ ...props, onProgress }));
  }

  /** Starts, or goes on where it was paused. */
  resume(): void {
    this.#loop.resume();
    for (const lane of this.#lanes) lane.resume();
  }

  /** Resolves when what was being delivered is done; the rest is kept for {@link resume}. */
  pause(): Promise<void> {
    return this.#loop.pause();
  }

  /** Reads now. */
  wake(): void {
    this.#loop.wake();
  }

  async #turn(): Promise<void> {
    if (this.#isClosed && this.#lanes.every((lane) => lane.isEmpty)) this.#props.onFinished();
    this.#isWaitingForLanes = this.#isClosed || this.#isFull();
    if (this.#isWaitingForLanes) {
      await this.#loop.sleep(POLL_MS);
      return;
    }
    try {
      if ((await this.#read()) === 0 && !this.#isClosed) await this.#loop.sleep(POLL_MS);
      this.#backOff.succeeded();
    } catch (error) {
      // Iterators expire after 15 minutes; a new one starts behind the last record read.
      this.#iterator = undefined;
      this.#backOff.failed();
      this.#props.onProblem(error);
      await this.#loop.rest(this.#backOff.delayMs);
    }
  }

  #isFull(): boolean {
    const { batchSize } = this.#props.configuration();
    return this.#lanes.some((lane) => lane.backlog >= batchSize * BATCHES_AHEAD);
  }

  async #read(): Promise<number> {
    const { stream, shardId } = this.#props;
    this.#iterator ??= await stream.iterator(shardId, this.#position);
    const { records, nextIterator } = await stream.read(this.#iterator);
    for (const record of records) this.#add(record);
    this.#iterator = nextIterator;
    this.#isClosed = nextIterator === undefined;
    return records.length;
  }

  #add(record: StreamRecord): void {
    this.#position = { after: record.dynamodb.SequenceNumber };
    const { matches, partitionKey, source } = this.#props;
    if (!matches(record)) return;
    const key = partitionKey === undefined ? record.dynamodb.Keys : record.dynamodb.Keys[partitionKey];
    this.#lanes[laneIndex(key, this.#lanes.length)]?.add(pendingRecord(record, source, performance.now()));
  }
}
