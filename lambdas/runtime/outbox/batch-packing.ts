import { snsLimits } from '../../../contracts/limits.ts';

/**
 * How many of the messages, from the first on, one `PublishBatch` takes best: at least 1, at most 10 and 256 KiB.
 *
 * Of the lengths that fit it is the one with the fewest billed chunks of 64 KiB per message, and of equally cheap
 * ones the longest. So small messages travel by ten, while of 7 KiB messages nine (one chunk) beat ten (two chunks).
 * A message above the limit travels alone: whether its topic takes it is for SNS to say.
 */
export function bestBatchLength(sizesBytes: readonly number[]): number {
  let best = 1;
  let bestChunksPerMessage = Number.POSITIVE_INFINITY;
  let totalBytes = 0;
  for (const [index, bytes] of sizesBytes.slice(0, snsLimits.batchEntries).entries()) {
    totalBytes += bytes;
    if (totalBytes > snsLimits.defaultMaxMessageBytes) {
      break;
    }
    const length = index + 1;
    const chunksPerMessage = Math.ceil(totalBytes / snsLimits.billedChunkBytes) / length;
    if (chunksPerMessage <= bestChunksPerMessage) {
      best = length;
      bestChunksPerMessage = chunksPerMessage;
    }
  }
  return best;
}
