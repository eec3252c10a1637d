/** Something that is broken for a while. */
export interface Episode {
  /** Resolves when it is whole again. */
  readonly over: Promise<void>;
}

/** An episode whose failure is told to whoever awaits its end, and until then does not count as nobody's. */
export function episode(over: Promise<void>): Episode {
  over.catch(() => {});
  return { over };
}
