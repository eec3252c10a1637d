/** The states of a mapping that can be told from outside, by Lambda's names. */
export type MappingState = 'Enabled' | 'Disabling' | 'Disabled';

/** What a {@link PollLoop} runs. */
export interface PollLoopProps {
  /** One turn; called again as soon as it is done. Must not reject. */
  readonly turn: () => Promise<void>;
  /** Resolves when what the turns have started is done; called when the loop is paused. */
  readonly drain: () => Promise<void>;
  /** Called on every change, so that a turn that sleeps can wake up. */
  readonly onChange: () => void;
}

/** Runs turns one after another while it is enabled; pausing never cuts a turn off. */
export class PollLoop {
  readonly #props: PollLoopProps;
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
    this.#props.onChange();
  }

  /** Starts no further turn; resolves when the last one is done and all is drained. */
  async pause(): Promise<void> {
    this.#isEnabled = false;
    this.#props.onChange();
    await this.#running;
  }

  async #run(): Promise<void> {
    // It may be enabled again while it drains.
    do {
      while (this.#isEnabled) await this.#props.turn();
      await this.#props.drain();
    } while (this.#isEnabled);
    this.#running = undefined;
  }
}
