import type { Backlog } from '../watch/platform-watch.ts';
import type { Tally } from '../watch/tally.ts';

/** Everything that the live picture shows, at one moment. */
export interface RunView {
  readonly elapsedMs: number;
  /** Missing without chaos. */
  readonly chaosSeed?: number;
  readonly orders: OrderProgress;
  readonly tally: Pick<Tally, 'consumer' | 'relay'>;
  readonly backlog: Backlog;
  /** Consumers that did something since the last look. */
  readonly active: ReadonlySet<string>;
  /** What happened lately that is worth a line, the latest last. */
  readonly notes: readonly string[];
}

/** How far the orders are. */
export interface OrderProgress {
  readonly total: number;
  readonly accepted: number;
  readonly refused: number;
  /** Requests answered with the outcome of an earlier one. */
  readonly repeated: number;
  /** Orders that came to an end: their customers were told, or a dead letter holds them. */
  readonly settled: number;
  readonly settledPerSecond: number;
}
