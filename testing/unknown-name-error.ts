/** Something was asked for by a name that nothing in the stack has. Asking again cannot help. */
export class UnknownNameError extends Error {
  readonly code = 'UNKNOWN_NAME';

  /** @param known names that there are. */
  constructor(what: string, known: Iterable<string>) {
    super(`${what}; it has ${[...known].sort().join(', ') || 'none'}`);
    this.name = 'UnknownNameError';
  }
}
