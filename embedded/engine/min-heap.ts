interface Entry<T> {
  readonly key: number;
  readonly age: number;
  readonly value: T;
}

/** A priority queue: the value with the smallest key first, of equal keys the one that was pushed first. */
export class MinHeap<T> {
  readonly #entries: Entry<T>[] = [];
  #pushed = 0;

  get size(): number {
    return this.#entries.length;
  }

  /** O(log n). */
  push(key: number, value: T): void {
    const entry = { key, age: this.#pushed, value };
    this.#pushed += 1;
    let index = this.#entries.length;
    for (let parent = (index - 1) >> 1; index > 0; parent = (index - 1) >> 1) {
      const above = this.#entries[parent] as Entry<T>;
      if (!before(entry, above)) break;
      this.#entries[index] = above;
      index = parent;
    }
    this.#entries[index] = entry;
  }

  /** The smallest key, if there is one. */
  peekKey(): number | undefined {
    return this.#entries[0]?.key;
  }

  peek(): T | undefined {
    return this.#entries[0]?.value;
  }

  /** Removes the first. O(log n). */
  pop(): T | undefined {
    const [first] = this.#entries;
    const last = this.#entries.pop();
    if (first === undefined || last === undefined || this.#entries.length === 0) return first?.value;
    this.#sink(last);
    return first.value;
  }

  #sink(entry: Entry<T>): void {
    const entries = this.#entries;
    let index = 0;
    for (let child = 1; child < entries.length; child = 2 * index + 1) {
      const right = entries[child + 1];
      if (right !== undefined && before(right, entries[child] as Entry<T>)) child += 1;
      const below = entries[child] as Entry<T>;
      if (!before(below, entry)) break;
      entries[index] = below;
      index = child;
    }
    entries[index] = entry;
  }
}

const before = <T>(one: Entry<T>, other: Entry<T>): boolean =>
  one.key < other.key || (one.key === other.key && one.age < other.age);
