/** Where the picture goes: the part of a terminal's stream that is used. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): boolean;
}

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const CLEAR_TO_END_OF_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';
const up = (lines: number): string => (lines > 0 ? `\u001b[${lines}A` : '');

/** Redraws lines in place. The cursor is hidden until {@link Screen.close}. */
export class Screen {
  readonly #stream: OutputStream;
  #drawn: readonly string[] = [];

  constructor(stream: OutputStream) {
    this.#stream = stream;
  }

  /** Replaces what was drawn before. One write, so that it does not flicker. */
  draw(lines: readonly string[]): void {
    const text = lines.map((line) => `${line}${CLEAR_TO_END_OF_LINE}\n`).join('');
    this.#stream.write(`${HIDE_CURSOR}${up(this.#drawn.length)}\r${text}${CLEAR_BELOW}`);
    this.#drawn = lines;
  }

  /** Leaves the last picture standing and gives the cursor back. Idempotent. */
  close(): void {
    if (this.#drawn.length > 0) {
      this.#stream.write(SHOW_CURSOR);
      this.#drawn = [];
    }
  }
}
