import { Doorbell } from './doorbell.ts';

/** The states of a mapping that can be told from outside, by Lambda's names. */
export type MappingState = 'Enabled' | 'Disabling' | 'Disabled';

/** What a {@link PollLoop} runs. */
export interface PollLoopProps {
  /** One turn; called again as soon as it is done. Must not reject. */
  readonly turn: () => Promise<void>;
  /**
   * Resolves when what the turns have started is done; called when the loop is paused.
   *
   * @default - turns leave nothing behind
   */
  readonly drain?: () => Promise<unknown>;
}

/** Runs turns one after another while it is enabled; pausing wakes a turn that sleeps, but never cuts one off. */
export class PollLoop {
  readonly #props: PollLoopProps;
  readonly #bell = new Doorbell();
  #isEnabled = false;
  #running: Promise<void> | undefined;

  constructor(props: PollLoopProps) {
    this.#props = props;
  }

  get isEnabled(): boolean {
    return this.#isEnabled;
  }

  get state(): MappingState {
    if (this.#isEnabled) return 'Enabled';
    return this.#running === undefined ? 'Disabled' : 'Disabling';
  }

  /** Starts, or goes on. Does nothing when it is running. */
  resume(): void {
    this.#isEnabled = true;
    this.#running ??= this.#run();
  }

  /** Starts no further turn; resolves when the last one is done and all is drained. */
  async pause(): Promise<void> {
    this.#isEnabled = false;
    this.#bell.ring();
    await this.#running;
  }

  /** Ends the {@link sleep} of a turn, or the next one if it does not sleep now. */
  wake(): void {
    this.#bell.ring();
  }

  /** For a turn: sleeps until it is woken, for at most `milliseconds`. */
  sleep(milliseconds: number): Promise<void> {
    return this.#bell.sleep(milliseconds);
  }

  /** For a turn: rests for `milliseconds`, even if it is woken; only a pause ends it early. */
  async rest(milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    while (this.#isEnabled && performance.now() < until) await this.#bell.sleep(until - performance.now());
  }

  async #run(): Promise<void> {
    // It may be enabled again while it drains.
    do {
      while (this.#isEnabled) await this.#props.turn();
      await this.#props.drain?.();
    } while (this.#isEnabled);
    this.#running = undefined;
  }
}
