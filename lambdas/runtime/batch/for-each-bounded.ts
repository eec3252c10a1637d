/** Calls `work` for every element, at most `limit` at a time, started in order. Rejects with the first rejection, after all have settled. */
export async function forEachBounded<Element>(
  elements: readonly Element[],
  limit: number,
  work: (element: Element) => Promise<void>,
): Promise<void> {
  const rest = elements.values();
  const workers = Array.from({ length: Math.min(limit, elements.length) }, async () => {
    for (const element of rest) {
      await work(element);
    }
  });
  const results = await Promise.allSettled(workers);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    throw failed.reason;
  }
}
