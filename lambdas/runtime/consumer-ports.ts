import type { FanoutLogLine } from '../../contracts/log.ts';
import type { Clock, InboxStore, MessageQueue, RandomSource, TransactionStore } from './ports/index.ts';

/** Everything outside the process that a consumer needs. */
export interface ConsumerPorts {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly inbox: InboxStore;
  readonly transactions: TransactionStore;
  /** The queue that the messages come from. */
  readonly queue: MessageQueue;
  /** Where messages that cannot succeed go. */
  readonly deadLetterQueue: MessageQueue;
  /** Takes one structured line per message and invocation. */
  log(line: FanoutLogLine): void;
}
