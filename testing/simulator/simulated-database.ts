import { INLINE_EVENTS_ATTRIBUTE, outboxTable } from '../../contracts/tables.ts';
import type { ReceivedEvent } from '../../lambdas/runtime/event-context.ts';
import { readInlineText } from '../../lambdas/runtime/outbox/inline-text.ts';
import type { OutboxEntry } from '../../lambdas/runtime/outbox-entry.ts';
import type { BusinessWrite, GuardedCreate, PutWrite, TransactionStore } from '../../lambdas/runtime/ports/index.ts';
import { InMemoryDatabase, type InMemoryItem } from '../in-memory/in-memory-database.ts';
import { InMemoryInboxStore } from '../in-memory/in-memory-inbox-store.ts';
import { InMemoryTransactionStore } from '../in-memory/in-memory-transaction-store.ts';
import type { EffectLog } from './effect-log.ts';
import { envelopeOf, nameOfEvent } from './envelope-of.ts';
import { SeededChoices } from './seeded-choices.ts';
import type { SimulatedProcess, Surroundings } from './simulated-process.ts';
import type { System } from './system.ts';

const MAX_TTL_DELAY_MS = 2 * 86_400_000;
const OUTBOX_KEY = [outboxTable.partitionKey, outboxTable.sortKey];
const EFFECTS_KEY = ['pk'];
/** The longest outlasts the retries of whoever meets it. */
const LONGEST_HOLDS_MS = [20, 300, 6_000];

/** Table of the effects that the checkers count: one item for each time that an effect was really written. */
export const EFFECTS_TABLE = 'effects';

/** The tables of a system, the outbox's stream among them, and a log of what was really written. */
export class SimulatedDatabase {
  readonly tables: InMemoryDatabase;
  readonly inbox: InMemoryInboxStore;
  readonly transactions: TransactionStore;
  /** Called when the stream has something new. */
  onStream: () => void = () => undefined;
  readonly #log: EffectLog;
  readonly #surroundings: Surroundings;
  readonly #derives: ReadonlySet<string>;
  readonly #keys: System['tables'];

  constructor({ tables: keys, derivations = {} }: System, log: EffectLog, surroundings: Surroundings) {
    const { scheduler, seed } = surroundings;
    this.#keys = keys;
    this.#derives = new Set(Object.keys(derivations));
    const random = new SeededChoices(seed, 'database');
    this.tables = new InMemoryDatabase(
      { ...keys, [EFFECTS_TABLE]: EFFECTS_KEY },
      {
        clock: scheduler,
        random,
        // At once, or days late: both are what DynamoDB may do.
        timeToLiveDelayMs: () => (random.chance(0.5) ? 0 : random.integer(0, MAX_TTL_DELAY_MS)),
      },
    );
    this.inbox = new InMemoryInboxStore(this.tables);
    this.transactions = this.#watched(
      new InMemoryTransactionStore(this.tables, { hold: (token) => this.#hold(token) }),
    );
    this.#log = log;
    this.#surroundings = surroundings;
  }

  /** Reads an item as a process does. */
  read(process: SimulatedProcess, tableName: string, key: InMemoryItem): Promise<InMemoryItem | undefined> {
    return process.call({
      name: 'tables.get',
      detail: [tableName, key],
      carryOut: () => this.tables.item(tableName, key),
    });
  }

  /** Splits a table's shard: at one of its items (in the outbox, between the entries of a key), in the middle when it has none. */
  splitShard(tableName: string, choices: SeededChoices): void {
    const { dynamoDb } = this.tables;
    const streamArn = this.tables.streamArn(tableName);
    const rows = dynamoDb.itemsOf(tableName);
    const { shards } = dynamoDb.streams.describeStream({ streamArn });
    const open = shards.find(({ sequenceNumberRange }) => sequenceNumberRange.endingSequenceNumber === undefined);
    if (open !== undefined) {
      const row = rows.length === 0 ? undefined : choices.pick(rows);
      const keyNames = tableName === this.tables.outboxTable ? OUTBOX_KEY : (this.#keys[tableName] ?? EFFECTS_KEY);
      const at = row && Object.fromEntries(keyNames.map((name) => [name, row[name]]));
      dynamoDb.streams.splitShard({ streamArn, shardId: open.shardId, at });
    }
  }

  /** Takes down an event that the relay derived from an item, when it is published first. */
  derived(entry: OutboxEntry): void {
    if (!this.#log.committed.some(({ eventId, topic }) => eventId === entry.eventId && topic === entry.topic)) {
      this.#append([entry]);
    }
  }

  /** Some transactions hold their items for a while, so that others meet them. */
  #hold(token: string): Promise<void> | undefined {
    const { seed, plan, history, scheduler } = this.#surroundings;
    const id = `transaction ${token}`;
    const choices = new SeededChoices(seed, id);
    if (!plan.strikes('transaction-held', id, choices.fraction())) {
      return undefined;
    }
    const milliseconds = choices.integer(1, choices.pick(LONGEST_HOLDS_MS));
    history.add(scheduler.now(), 'database', '! transaction-held', `${id} for ${milliseconds} ms`);
    return new Promise((resolve) => {
      scheduler.after(milliseconds, resolve);
    });
  }

  #watched(store: TransactionStore): TransactionStore {
    return {
      commit: async (request) => {
        const { marker } = request;
        const key = marker.kind === 'insert' ? marker.key : marker.claim.key;
        const result = await store.commit(request);
        if (result.outcome === 'condition-failed' && this.#log.completed.includes(key)) {
          this.#log.misreported.push(key);
        }
        if (result.outcome === 'committed') {
          for (const write of request.writes) {
            this.#logEffect(write);
          }
          this.#append(request.writes.flatMap(inlineEntries));
          this.#log.completed.push(key);
          this.#append(request.entries);
          if (request.writes.some((write) => this.#derives.has(tableOf(write)))) {
            this.onStream();
          }
        }
        return result;
      },
      createGuarded: async (create) => {
        const result = await store.createGuarded(create);
        if (result.outcome === 'created') {
          this.#logEffect({ Put: create });
          this.#log.completed.push(create.key);
          this.#append(inlineEntries({ Put: create }));
        }
        return result;
      },
    };
  }

  #logEffect(write: BusinessWrite | { readonly Put: GuardedCreate }): void {
    if ('Put' in write && write.Put.TableName === EFFECTS_TABLE) {
      const { consumer, eventId, orderingKey, sequence } = write.Put.Item as unknown as EffectItem;
      this.#log.written.push({ at: this.#surroundings.scheduler.now(), consumer, eventId, orderingKey, sequence });
    }
  }

  #append(entries: readonly OutboxEntry[]): void {
    for (const entry of entries) {
      this.#log.committed.push(entry);
      const envelope = envelopeOf(entry.body);
      if (envelope !== undefined) {
        this.#surroundings.history.name(entry.eventId, nameOfEvent(envelope));
      }
    }
    if (entries.length > 0) {
      this.onStream();
    }
  }
}

const tableOf = (write: BusinessWrite): string => (Object.values(write)[0] as { readonly TableName: string }).TableName;

/** The events that ride in an item that is written. */
function inlineEntries(write: BusinessWrite | { readonly Put: GuardedCreate }): readonly OutboxEntry[] {
  const text = 'Put' in write ? write.Put.Item[INLINE_EVENTS_ATTRIBUTE] : undefined;
  const read = typeof text === 'string' ? readInlineText(text) : undefined;
  return read?.ok ? read.entries : [];
}

interface EffectItem {
  readonly consumer: string;
  readonly eventId: string;
  readonly orderingKey: string;
  readonly sequence: number;
}

/** A write that is an event's effect at a consumer. Each run writes an item of its own, so that a doubled effect shows. */
export const effectOf = (
  consumer: string,
  { id: eventId, orderingKey, sequence }: ReceivedEvent<unknown>,
  process: SimulatedProcess,
): PutWrite => ({
  TableName: EFFECTS_TABLE,
  Item: {
    pk: `${consumer}/${eventId}/${process.random.fraction()}`,
    consumer,
    eventId,
    orderingKey,
    sequence,
  },
});
