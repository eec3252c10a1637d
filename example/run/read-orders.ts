import { createReadStream } from 'node:fs';
import type { RunOptions } from './args.ts';
import { type NdjsonProblem, readNdjson } from './ndjson.ts';
import { type ClientOrder, generateOrders } from './orders.ts';

/** The orders of a run and the lines of the input that are none. */
export interface OrderInput {
  readonly orders: readonly ClientOrder[];
  readonly malformed: readonly NdjsonProblem[];
}

/** Every tenth of the user's own orders is sent twice, as clients do. */
const SENT_TWICE_EVERY = 10;

/**
 * Generates the orders or reads the user's own.
 *
 * @throws Error that names the file when it cannot be read.
 */
export async function readOrders(
  options: Pick<RunOptions, 'ordersFile' | 'count' | 'seed' | 'chaos'>,
  standardInput: AsyncIterable<Uint8Array>,
): Promise<OrderInput> {
  const { ordersFile } = options;
  if (ordersFile === undefined) {
    return { orders: generateOrders(options.count, options.seed, options.chaos), malformed: [] };
  }
  try {
    const { values, problems } = await readNdjson(ordersFile === '-' ? standardInput : createReadStream(ordersFile));
    const orders = values.map(({ line, value }, index) => ({
      line,
      request: value,
      sentTwice: index % SENT_TWICE_EVERY === 0,
    }));
    return { orders, malformed: problems };
  } catch (error) {
    throw new Error(`cannot read the orders from ${ordersFile}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
