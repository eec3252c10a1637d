import type { SqsMessage } from './sqs-message.ts';

/**
 * Longest single receive, in seconds. Short, because a paused mapping lets its receive finish: one that is cut off hides
 * its messages for a visibility timeout.
 */
const WAIT_SECONDS = 1;
/** Lambda invokes early when a batch reaches its payload limit. */
const MAX_BODY_BYTES = 6_000_000;

/** How a batch is gathered. */
export interface Gathering {
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Receives at most `most` messages, waiting up to `waitSeconds` for the first. */
  readonly receive: (most: number, waitSeconds: number) => Promise<SqsMessage[]>;
  /** Waits, unless it gets closed meanwhile. */
  readonly rest: (milliseconds: number) => Promise<void>;
  /** False ends the window early. */
  readonly isOpen: () => boolean;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/**
 * Receives one batch: what the first receive brings, and with a batching window what comes until the window closes or
 * the batch is full. Empty when nothing came within a second.
 */
export async function gatherBatch(gathering: Gathering): Promise<SqsMessage[]> {
  const { batchSize, windowSeconds, receive, rest, isOpen, now } = gathering;
  const messages = await receive(batchSize, WAIT_SECONDS);
  if (messages.length === 0) return messages;
  const closesAt = now() + windowSeconds * 1000;
  while (isOpen() && messages.length < batchSize && bodyBytes(messages) < MAX_BODY_BYTES) {
    const leftMs = closesAt - now();
    if (leftMs <= 0) break;
    const canWait = leftMs >= WAIT_SECONDS * 1000;
    // SQS waits for whole seconds only.
    if (!canWait) await rest(leftMs);
    messages.push(...(await receive(batchSize - messages.length, canWait ? WAIT_SECONDS : 0)));
  }
  return messages;
}

function bodyBytes(messages: readonly SqsMessage[]): number {
  return messages.reduce((sum, { Body }) => sum + Body.length, 0);
}
