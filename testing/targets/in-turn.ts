/** The work that was handed in last, by its key. */
const last = new Map<string, Promise<unknown>>();

/** Does work of the same key one after the other within this process, whether what was before it succeeded or failed. */
export function inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
  const before = last.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  last.set(key, mine);
  return mine;
}
