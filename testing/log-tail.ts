import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { CloudClients } from './cloud-clients.ts';
import { parseLogLine, type StructuredLogLine } from './log-line.ts';

/** A structured line and where it was written. */
export interface TailedLine {
  readonly logGroup: string;
  /** Milliseconds since the Unix epoch, as CloudWatch Logs recorded it. */
  readonly at: number;
  readonly line: StructuredLogLine;
}

/** What to tail. */
export interface LogTailOptions {
  readonly logGroups: readonly string[];
  /** Milliseconds since the Unix epoch of the first line of interest. */
  readonly from: number;
  /**
   * How far back each poll reads again, in milliseconds: lines do not appear in the order of their times, and
   * CloudWatch Logs shows them seconds after they were written.
   *
   * @default 2_000 with an endpoint, else 10_000
   */
  readonly overlapMs?: number;
}

interface GroupCursor {
  from: number;
  /** Event ids already answered, with their times, so that reading again answers nothing twice. */
  seen: Map<string, number>;
}

/** Follows the structured lines of log groups, each line answered once. A group that does not exist yet is empty. */
export class LogTail {
  readonly #clients: CloudClients;
  readonly #overlapMs: number;
  readonly #cursors: ReadonlyMap<string, GroupCursor>;

  constructor(clients: CloudClients, options: LogTailOptions) {
    this.#clients = clients;
    this.#overlapMs = options.overlapMs ?? (clients.connection.endpoint === undefined ? 10_000 : 2_000);
    this.#cursors = new Map(options.logGroups.map((group) => [group, { from: options.from, seen: new Map() }]));
  }

  /** Lines that appeared since the last poll, in order of time within each group. Not to be called concurrently. */
  async poll(): Promise<readonly TailedLine[]> {
    const lines = await Promise.all([...this.#cursors].map(([group, cursor]) => this.#pollGroup(group, cursor)));
    return lines.flat();
  }

  async #pollGroup(logGroup: string, cursor: GroupCursor): Promise<TailedLine[]> {
    const lines: TailedLine[] = [];
    const startTime = cursor.from;
    let latest = cursor.from;
    let nextToken: string | undefined;
    do {
      const page = await this.#page(logGroup, startTime, nextToken);
      for (const { eventId = '', timestamp = 0, message = '' } of page.events) {
        latest = Math.max(latest, timestamp);
        if (!cursor.seen.has(eventId)) {
          cursor.seen.set(eventId, timestamp);
          const line = parseLogLine(message);
          if (line !== undefined) {
            lines.push({ logGroup, at: timestamp, line });
          }
        }
      }
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    cursor.from = Math.max(startTime, latest - this.#overlapMs);
    for (const [eventId, timestamp] of cursor.seen) {
      if (timestamp < cursor.from) {
        cursor.seen.delete(eventId);
      }
    }
    return lines;
  }

  async #page(logGroupName: string, startTime: number, nextToken: string | undefined) {
    try {
      const page = await this.#clients.logs.send(new FilterLogEventsCommand({ logGroupName, startTime, nextToken }));
      return { events: page.events ?? [], nextToken: page.nextToken };
    } catch (error) {
      if (error instanceof Error && error.name === 'ResourceNotFoundException') {
        return { events: [], nextToken: undefined };
      }
      throw error;
    }
  }
}
