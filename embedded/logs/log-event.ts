/** One line of a log group, in the shape of CloudWatch Logs' `FilteredLogEvent`. */
export interface LogEvent {
  /** Unique in the store and ascending in the order of arrival. */
  readonly eventId: string;
  /** Epoch milliseconds at which the line was written. */
  readonly timestamp: number;
  /** Epoch milliseconds at which the store took the line in. */
  readonly ingestionTime: number;
  readonly message: string;
  readonly logStreamName: string;
}

/** Which events of a group to read. */
export interface LogEventQuery {
  readonly group: string;
  /**
   * Epoch milliseconds, inclusive.
   *
   * @default - from the oldest event kept
   */
  readonly startTime?: number;
  /**
   * Epoch milliseconds, inclusive.
   *
   * @default - to the newest event
   */
  readonly endTime?: number;
  /**
   * The `nextToken` of the page before.
   *
   * @default - the first page
   */
  readonly after?: string;
  /**
   * Most events to return, at least 1.
   *
   * @default 10000
   */
  readonly limit?: number;
}

/** Events in the order of arrival, with a token when the page was cut off at its limit. */
export interface LogEventPage {
  readonly events: readonly LogEvent[];
  readonly nextToken?: string;
}
