/** Waits that double from `first` to `most` milliseconds. */
export class BackOff {
  readonly #first: number;
  readonly #most: number;
  #failures = 0;

  constructor(first: number, most: number) {
    this.#first = first;
    this.#most = most;
  }

  /** Milliseconds to wait now; 0 after a success. */
  get delayMs(): number {
    return this.#failures === 0 ? 0 : Math.min(this.#first * 2 ** (this.#failures - 1), this.#most);
  }

  failed(): void {
    this.#failures++;
  }

  succeeded(): void {
    this.#failures = 0;
  }
}
