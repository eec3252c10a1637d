import {
  DatabaseUnavailableError,
  TableThrottledError,
  TransactionConflictError,
} from '../../lambdas/runtime/errors.ts';
import type {
  InboxStore,
  MessageQueue,
  OutboxRowKey,
  OutboxStore,
  TopicPublisher,
  TransactionStore,
} from '../../lambdas/runtime/ports/index.ts';
import { idIn } from './envelope-of.ts';
import { retryConflicts } from './retry-conflicts.ts';
import type { SeededChoices } from './seeded-choices.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** A port whose methods all return promises, as a process sees it: each call may fail or be its last. */
function portOf<Port extends object>(process: SimulatedProcess, name: string, port: Port): Port {
  return new Proxy(port, {
    get: (target, method) => {
      const own = Reflect.get(target, method) as (...values: unknown[]) => unknown;
      return typeof own !== 'function'
        ? own
        : (...values: unknown[]) =>
            process.call({
              name: `${name}.${String(method)}`,
              detail: values,
              carryOut: () => own.apply(target, values),
            });
    },
  });
}

/** Who is told of start records: that one was written, that it was taken back, and that it could not be. */
export interface StartWatch {
  announced(attemptKey: string): void;
  undone(attemptKey: string): void;
  undoFailed(attemptKey: string): void;
}

/** An inbox whose start records are watched. */
export function inboxOf(process: SimulatedProcess, inbox: InboxStore, watch?: StartWatch): InboxStore {
  const port = portOf(process, 'inbox', inbox);
  const undo = <Rest extends unknown[]>(
    name: string,
    method: (attemptKey: string, ...rest: Rest) => Promise<void>,
    ...[attemptKey, ...rest]: [string, ...Rest]
  ): Promise<void> =>
    process.call({
      name,
      detail: [attemptKey, ...rest],
      carryOut: async () => {
        await method(attemptKey, ...rest);
        watch?.undone(attemptKey);
      },
      failed: (error) => {
        watch?.undoFailed(attemptKey);
        throw error;
      },
    });
  return {
    claim: (request) =>
      process.call({
        name: 'inbox.claim',
        detail: [request],
        carryOut: () => retryConflicts(() => inbox.claim(request), process),
      }),
    release: (claim) =>
      process.call({
        name: 'inbox.release',
        detail: [claim],
        carryOut: () => retryConflicts(() => inbox.release(claim), process),
      }),
    readMarker: (key) => port.readMarker(key),
    readAttempts: (attemptKey) => port.readAttempts(attemptKey),
    recordDeadLetter: (...values) => port.recordDeadLetter(...values),
    recordStart: (attemptKey, record, expiresAt) =>
      process.call({
        name: 'inbox.recordStart',
        detail: [attemptKey, record],
        carryOut: async () => {
          await inbox.recordStart(attemptKey, record, expiresAt);
          watch?.announced(attemptKey);
        },
      }),
    recordFailure: (...values) => undo('inbox.recordFailure', inbox.recordFailure.bind(inbox), ...values),
    forgetAttempts: (...values) => undo('inbox.forgetAttempts', inbox.forgetAttempts.bind(inbox), ...values),
  };
}

/** A transaction store; `noteFailed` is told the idempotency keys of writes that the database refused or did not answer. */
export function transactionsOf(
  process: SimulatedProcess,
  store: TransactionStore,
  noteFailed: (key: string) => void = () => undefined,
): TransactionStore {
  const failed = (key: string, error: Error): never => {
    noteFailed(key);
    throw error.name === 'ThrottlingException'
      ? new TableThrottledError('the table is throttled', { cause: error })
      : new DatabaseUnavailableError(error.message, { cause: error });
  };
  const retried = <Answer>(key: string, write: () => Promise<Answer>): Promise<Answer> =>
    retryConflicts(write, process).catch((error) => {
      if (error instanceof TransactionConflictError) {
        noteFailed(key);
      }
      throw error;
    });
  return {
    commit: (request) => {
      const { marker, writes, entries } = request;
      const key = marker.kind === 'insert' ? marker.key : marker.claim.key;
      return process.call({
        name: 'transactions.commit',
        detail: `${marker.kind} ${key}, ${writes.length} writes, ${entries.length} entries`,
        evidence: { writes, entries },
        carryOut: () => retried(key, () => store.commit(request)),
        failed: (error) => failed(key, error),
      });
    },
    createGuarded: (create) =>
      process.call({
        name: 'transactions.createGuarded',
        detail: create.key,
        evidence: create,
        carryOut: () => retried(create.key, () => store.createGuarded(create)),
        failed: (error) => failed(create.key, error),
      }),
  };
}

/** A queue whose batches may be carried out in part. */
export function queueOf(process: SimulatedProcess, name: string, queue: MessageQueue): MessageQueue {
  return {
    send: (message) =>
      process.call({ name: `${name}.send`, detail: shown(message.body), carryOut: () => queue.send(message) }),
    delete: (handles) =>
      process.call({
        name: `${name}.delete`,
        detail: handles,
        carryOut: () => queue.delete(handles),
        failed: () => handles,
        carryOutPartly: async (choices) => {
          const [taken, left] = parted(handles, choices);
          return [...left, ...(await queue.delete(taken))];
        },
      }),
    changeVisibility: (changes) =>
      process.call({
        name: `${name}.changeVisibility`,
        detail: changes,
        carryOut: () => queue.changeVisibility(changes),
        failed: () => undefined,
        carryOutPartly: (choices) => queue.changeVisibility(parted(changes, choices)[0]),
      }),
  };
}

/** A publisher that never throws: an error of the request is an answer for every entry. */
export const publisherOf = (process: SimulatedProcess, publisher: TopicPublisher): TopicPublisher => ({
  publishBatch: (topicArn, entries) =>
    process.call({
      name: 'publisher.publishBatch',
      detail: entries.map(({ body }) => shown(body)),
      carryOut: () => publisher.publishBatch(topicArn, entries),
      failed: ({ name: code, message }) => entries.map(() => ({ outcome: 'failed', code, message })),
      carryOutPartly: async (choices) => {
        const [taken] = parted(entries, choices);
        const answers = taken.length === 0 ? [] : await publisher.publishBatch(topicArn, taken);
        const byEntry = new Map(taken.map((entry, index) => [entry, answers[index]]));
        return entries.map(
          (entry) =>
            byEntry.get(entry) ?? { outcome: 'failed', code: 'InternalError', message: 'the entry was not taken' },
        );
      },
    }),
});

/** An outbox whose deletions may be carried out in part. */
export const outboxOf = (process: SimulatedProcess, store: OutboxStore): OutboxStore => ({
  delete: (keys) =>
    process.call<readonly OutboxRowKey[]>({
      name: 'outbox.delete',
      detail: keys,
      carryOut: () => store.delete(keys),
      failed: () => keys,
      carryOutPartly: async (choices) => {
        const [taken, left] = parted(keys, choices);
        return [...left, ...(await store.delete(taken))];
      },
    }),
  quarantine: (key, reason) =>
    process.call({ name: 'outbox.quarantine', detail: [key, reason], carryOut: () => store.quarantine(key, reason) }),
  olderThan: (cutoff) => steps(process, 'outbox.olderThan', store.olderThan(cutoff)),
  ofKey: (orderingKey) => steps(process, 'outbox.ofKey', store.ofKey(orderingKey)),
});

/** Each step of a scan or a query is a call. */
async function* steps<Row>(process: SimulatedProcess, name: string, rows: AsyncIterable<Row>): AsyncIterable<Row> {
  const iterator = rows[Symbol.asyncIterator]();
  for (;;) {
    const step = await process.call({ name, carryOut: () => iterator.next() });
    if (step.done) {
      return;
    }
    yield step.value;
  }
}

/** The id in a message body, which says more to a person than the text; the text when there is none. */
const shown = (body: string): string => idIn(body) ?? body;

/** Deals entries into those that are carried out and those that are not. */
function parted<Entry>(entries: readonly Entry[], choices: SeededChoices): [taken: Entry[], left: Entry[]] {
  const taken: Entry[] = [];
  const left: Entry[] = [];
  for (const entry of entries) {
    (choices.chance(0.5) ? taken : left).push(entry);
  }
  return [taken, left];
}
