import { formatSeconds } from '../report/format.ts';
import { type OutputStream, Screen } from './screen.ts';

const FRAME_MS = 200;
/** What is over sooner needs no clock. */
const CLOCK_FROM_MS = 1_000;

/** How to show phases. */
export interface PhasesOptions {
  /** Whether a line can be redrawn in place. */
  readonly redraws: boolean;
  /** Once it aborts others write to the stream, so that nothing is redrawn any more. */
  readonly signal: AbortSignal;
}

/** Shows what takes long before there is a picture: one line a phase, with a running clock where it can be redrawn. */
export class Phases {
  readonly #stream: OutputStream;
  readonly #options: PhasesOptions;
  #end: () => void = () => {};

  constructor(stream: OutputStream, options: PhasesOptions) {
    this.#stream = stream;
    this.#options = options;
  }

  /** Ends the phase before and shows this one. */
  begin(phase: string): void {
    this.end();
    const { redraws, signal } = this.#options;
    if (!redraws || signal.aborted) {
      this.#stream.write(`${phase}\n`);
      return;
    }
    const startedAt = performance.now();
    const screen = new Screen(this.#stream);
    const draw = () => {
      const elapsedMs = performance.now() - startedAt;
      const clock = elapsedMs < CLOCK_FROM_MS ? '' : `  ${formatSeconds(elapsedMs)}`;
      screen.draw([this.#fitting(`${phase}${clock}`)]);
    };
    const timer = setInterval(draw, FRAME_MS);
    const leave = () => {
      clearInterval(timer);
      screen.close();
    };
    draw();
    signal.addEventListener('abort', leave);
    this.#end = () => {
      signal.removeEventListener('abort', leave);
      if (!signal.aborted) {
        draw();
      }
      leave();
    };
  }

  /** Ends the last phase; its time stays on the screen. Idempotent. */
  end(): void {
    this.#end();
    this.#end = () => {};
  }

  /** A line that is wrapped would be two, and only one of them redrawn. */
  #fitting(line: string): string {
    return line.slice(0, (this.#stream.columns ?? line.length + 1) - 1);
  }
}
