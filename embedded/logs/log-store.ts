import { ServiceError } from '../service-call.ts';
import type { LogEventPage, LogEventQuery } from './log-event.ts';
import { LogGroup } from './log-group.ts';

const DEFAULT_MAX_GROUP_BYTES = 16 * 1024 * 1024;

/** How much a {@link LogStore} keeps. */
export interface LogStoreOptions {
  /**
   * Approximate memory of one group in bytes; its oldest events are dropped beyond it.
   *
   * @default 16777216
   */
  readonly maxGroupBytes?: number;
}

/** Log groups in memory: what CloudWatch Logs is to the embedded cloud. Bounded; nothing is written to disk. */
export class LogStore {
  readonly #groups = new Map<string, LogGroup>();
  readonly #maxGroupBytes: number;
  #sequence = 0;

  constructor(options: LogStoreOptions = {}) {
    this.#maxGroupBytes = options.maxGroupBytes ?? DEFAULT_MAX_GROUP_BYTES;
  }

  /** Creates an empty group. Does nothing if it exists. */
  createGroup(name: string): void {
    if (!this.#groups.has(name)) this.#groups.set(name, new LogGroup(this.#maxGroupBytes));
  }

  /** Names of the groups that begin with `prefix`, sorted. */
  groups(prefix = ''): string[] {
    return [...this.#groups.keys()].filter((name) => name.startsWith(prefix)).sort();
  }

  /** Adds one event, creating the group if need be. `timestamp` is in epoch milliseconds, by default now. */
  append(group: string, stream: string, message: string, timestamp?: number): void {
    this.createGroup(group);
    const ingestionTime = Date.now();
    this.#sequence++;
    this.#groups.get(group)?.append({
      // Padded, so that ids compare as strings in the order of arrival.
      eventId: String(this.#sequence).padStart(20, '0'),
      timestamp: timestamp ?? ingestionTime,
      ingestionTime,
      message,
      logStreamName: stream,
    });
  }

  /**
   * Reads events in the order of arrival.
   *
   * @throws {ServiceError} `ResourceNotFoundException` when there is no such group.
   */
  events(query: LogEventQuery): LogEventPage {
    const group = this.#groups.get(query.group);
    if (group === undefined) {
      throw new ServiceError(
        'ResourceNotFoundException',
        `The specified log group does not exist: ${query.group}`,
        400,
      );
    }
    return group.read(query);
  }
}
