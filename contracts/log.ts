/** What became of one message in one invocation. */
export type MessageOutcome =
  /** The effect was applied by this run. */
  | 'applied'
  /** The effect had been applied before; acknowledged without a run, or with a run whose write was refused. */
  | 'duplicate'
  /** A copy of another message of its batch, which stands for both whatever becomes of it; acknowledged without a run. */
  | 'folded'
  /** The run failed; the message comes back after `retryInSeconds`. */
  | 'retry'
  /** A live lease is held elsewhere; the message comes back when it ends. Not an attempt. */
  | 'in-progress'
  /** Not run: an earlier message of its group failed, or too little time was left. Not an attempt. */
  | 'held-back'
  | 'dead-lettered';

/** One line per message and invocation, on stdout as JSON. Dashboards and the live picture read it. Never holds a payload. */
export interface MessageLogLine {
  readonly type: 'fanout.message';
  readonly consumer: string;
  readonly outcome: MessageOutcome;
  readonly messageId: string;
  /** SQS's count of receives. */
  readonly receiveCount: number;
  /** Real runs of the handler so far, this one included. */
  readonly attempt: number;
  readonly group?: string;
  readonly eventId?: string;
  readonly eventType?: string;
  /** Code of the error or reason, for `retry` and `dead-lettered`. */
  readonly error?: string;
  readonly errorMessage?: string;
  readonly retryInSeconds?: number;
  readonly durationMs: number;
}

/** One line per invocation: requests and capacity by operation, from the services' answers. */
export interface UsageLogLine {
  readonly type: 'fanout.usage';
  /** Consumer or producer name, `outbox-relay`, `outbox-sweeper` or `item-relay`. */
  readonly component: string;
  readonly operations: Readonly<Record<string, OperationUsage>>;
}

/** Totals of one operation, for example `dynamodb.TransactWriteItems`. */
export interface OperationUsage {
  readonly requests: number;
  /** Write units that DynamoDB answered. */
  readonly writeUnits: number;
  /** Read units that DynamoDB answered. */
  readonly readUnits: number;
  /** Write units of failed conditional writes, by AWS's rule: the service does not answer them. */
  readonly estimatedWriteUnits: number;
}

/** One line per relay invocation or sweep. */
export interface RelayLogLine {
  readonly type: 'fanout.relay';
  readonly component: 'outbox-relay' | 'outbox-sweeper' | 'item-relay';
  readonly published: number;
  readonly failed: number;
  readonly quarantined: number;
  /** Age in milliseconds of the oldest entry that is still unpublished; only the sweeper knows it. */
  readonly oldestUnpublishedMs?: number;
  /** Entries older than the sweep age that are still unpublished; only the sweeper knows it. */
  readonly unpublished?: number;
  /** What went wrong, counted by error code. Absent when nothing did. */
  readonly errors?: Readonly<Record<string, number>>;
  /** What was quarantined. On a FIFO topic each is a gap: its followers go on. Absent when nothing was. */
  readonly setAside?: readonly QuarantinedRow[];
}

/** A row of the outbox table, or of an item outbox's quarantine table, that will not be published before a person looks at it. */
export interface QuarantinedRow {
  readonly orderingKey: string;
  readonly sortKey: string;
  /** Code and message of the refusal. */
  readonly reason: string;
}

/** Every structured line that Fanout writes. */
export type FanoutLogLine = MessageLogLine | UsageLogLine | RelayLogLine;
