import { setTimeout as sleep } from 'node:timers/promises';
import { LogTail, type QueueDepth, readQueueDepth } from 'fanout/testing';
import { logGroups, type Platform, subscribers } from '../platform.ts';
import { formatClock } from '../report/format.ts';
import { noteOf } from './note.ts';
import { readOutboxCount } from './outbox-count.ts';
import { Tally } from './tally.ts';

/** What is waiting where. */
export interface Backlog {
  /** By consumer name. */
  readonly queues: ReadonlyMap<string, QueueDepth>;
  /** Entries in the outbox. */
  readonly outbox: number;
}

const LOOK_INTERVAL_MS = 300;
/** Looking takes time from those who are looked at: at most a fifth of it. */
const REST_PER_LOOK = 4;

/** Follows a platform from outside: log lines, queue depths and the outbox, through the endpoint. */
export class PlatformWatch {
  readonly tally = new Tally();
  /** What happened that is worth telling, the latest last. */
  readonly notes: string[] = [];
  backlog: Backlog = { queues: new Map(), outbox: 0 };
  /** Consumers that logged something at the last look. */
  active: ReadonlySet<string> = new Set();
  readonly #from: number;
  readonly #platform: Platform;
  readonly #tail: LogTail;
  readonly #idOfGroup: ReadonlyMap<string, string>;
  readonly #stopping = new AbortController();
  #nextLook = Promise.withResolvers<Backlog>();
  #loop: Promise<void> = Promise.resolve();

  /** @param from epoch milliseconds of the first line that counts. */
  constructor(platform: Platform, from: number) {
    this.#platform = platform;
    this.#from = from;
    const groups = logGroups(platform);
    this.#idOfGroup = new Map([...groups].map(([id, group]) => [group, id]));
    this.#tail = new LogTail(platform.clients, { logGroups: [...groups.values()], from });
  }

  /** What the look finds that ends next; fails as that look does. Only while it follows. */
  nextBacklog(): Promise<Backlog> {
    return this.#nextLook.promise;
  }

  /** Starts to follow. Stop it, or it goes on for ever. */
  start(): void {
    this.#loop = this.#follow();
  }

  /** Adds a note of somebody else's, at the present time. */
  note(text: string): void {
    this.#note(Date.now(), text);
  }

  /** Follows no longer. Idempotent; never fails. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  /** Looks once, and counts what was written until now. Not to be called while it follows. */
  async look(): Promise<Backlog> {
    const [lines, backlog] = await Promise.all([this.#tail.poll(), readBacklog(this.#platform)]);
    const active = new Set<string>();
    for (const { logGroup, at, line } of lines) {
      const id = this.#idOfGroup.get(logGroup) ?? logGroup;
      this.tally.add(id, line);
      const note = noteOf(id, line);
      if (note !== undefined) {
        this.#note(at, note);
      }
      if (line.type === 'fanout.message') {
        active.add(line.consumer);
      }
    }
    this.active = active;
    this.backlog = backlog;
    return backlog;
  }

  async #follow(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const startedAt = performance.now();
      const looked = this.#nextLook;
      await this.look().then(looked.resolve, (error) => {
        // A picture with a gap is better than a run that ends because of its picture.
        looked.promise.catch(() => {});
        looked.reject(error);
      });
      this.#nextLook = Promise.withResolvers();
      const restMs = Math.max(LOOK_INTERVAL_MS, REST_PER_LOOK * (performance.now() - startedAt));
      await sleep(restMs, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
  }

  #note(at: number, text: string): void {
    this.notes.push(`${formatClock(at - this.#from)}  ${text}`);
  }
}

async function readBacklog(platform: Platform): Promise<Backlog> {
  const { clients, outputs } = platform;
  const [outbox, ...depths] = await Promise.all([
    readOutboxCount(platform),
    ...subscribers.map(async ({ id, consumer }) => {
      const depth = await readQueueDepth(clients, outputs.get(`${id}QueueUrl`));
      return [consumer, depth] as const;
    }),
  ]);
  return { queues: new Map(depths), outbox };
}

/** Whether nothing is on its way. */
export const isEmpty = ({ queues, outbox }: Backlog): boolean =>
  outbox === 0 && [...queues.values()].every(({ waiting, inFlight }) => waiting === 0 && inFlight === 0);
