import type { MessageOutcome } from '../../../contracts/log.ts';

/** What is decided about one message. */
export type Settlement = AcknowledgedMessage | KeptMessage;

interface SettledMessage {
  /** Real runs of the handler so far. */
  readonly attempt: number;
  readonly error?: string;
  readonly errorMessage?: string;
}

/** The message may be deleted. */
export interface AcknowledgedMessage extends SettledMessage {
  readonly kept: false;
  readonly outcome: Extract<MessageOutcome, 'applied' | 'duplicate' | 'folded' | 'dead-lettered'>;
}

/** The message stays in its queue, hidden for a while. */
export interface KeptMessage extends SettledMessage {
  readonly kept: true;
  readonly outcome: Extract<MessageOutcome, 'retry' | 'in-progress' | 'held-back'>;
  readonly delaySeconds: number;
}
