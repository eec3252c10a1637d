import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReceivedMessage } from '../../../../embedded/engine/sqs/received-message.ts';
import { MessagingWorld } from '../messaging-world.ts';

const VISIBILITY_MS = 30_000;
const MAX_RECEIVE_COUNT = 4;

type Step =
  | { readonly do: 'send'; readonly group: string }
  | { readonly do: 'receive'; readonly max: number }
  | { readonly do: 'delete' | 'release'; readonly pick: number }
  | { readonly do: 'advance'; readonly seconds: number };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), group: fc.constantFrom('a', 'b', 'c') }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('receive' as const), max: fc.integer({ min: 1, max: 10 }) }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom('delete' as const, 'release' as const), pick: fc.nat(99) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('advance' as const), seconds: fc.integer({ min: 1, max: 40 }) }),
    },
  ),
  { maxLength: 80 },
);

/** A message as the test keeps books of it. */
interface Kept {
  readonly body: string;
  readonly group: string;
  receives: number;
  hiddenUntil: number;
  handle: string;
}

/** Runs steps on a queue and on books kept beside it, in plain lists. */
class Books {
  readonly world = new MessagingWorld();
  readonly queueArn: string;
  readonly dead: string;
  kept: Kept[] = [];
  readonly deleted: string[] = [];
  readonly deadBodies: string[] = [];
  #sent = 0;

  constructor(suffix: string) {
    this.dead = this.world.queue(`dead${suffix}`);
    this.queueArn = this.world.queue(`queue${suffix}`, {
      redrivePolicy: { deadLetterTargetArn: this.dead, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
  }

  run(step: Step, expectReceived: (expected: Books, max: number) => readonly Kept[]): void {
    const { world, queueArn } = this;
    if (step.do === 'advance') {
      world.advance(step.seconds * 1000);
    } else if (step.do === 'send') {
      this.#sent += 1;
      const body = `${step.group}${this.#sent}`;
      world.send(queueArn, body);
      this.kept.push({ body, group: step.group, receives: 0, hiddenUntil: 0, handle: '' });
    } else if (step.do === 'receive') {
      const expected = expectReceived(this, step.max);
      const received = world.receive(queueArn, step.max);
      expect(received.map(({ body }) => body)).toEqual(expected.map(({ body }) => body));
      this.#note(expected, received);
    } else {
      const inFlight = this.kept.filter(({ hiddenUntil }) => hiddenUntil > world.now);
      const message = inFlight[step.pick % Math.max(1, inFlight.length)];
      if (message !== undefined) this.#settle(message, step.do);
    }
  }

  isVisible = ({ hiddenUntil }: Kept): boolean => hiddenUntil <= this.world.now;

  /** Moves a message to the dead-letter queue in the books. */
  bury(message: Kept): void {
    this.deadBodies.push(message.body);
    this.kept = this.kept.filter((one) => one !== message);
  }

  #note(expected: readonly Kept[], received: readonly ReceivedMessage[]): void {
    expected.forEach((message, index) => {
      message.receives += 1;
      message.hiddenUntil = this.world.now + VISIBILITY_MS;
      message.handle = received[index]?.receiptHandle ?? '';
      expect(received[index]?.approximateReceiveCount).toBe(message.receives);
    });
  }

  #settle(message: Kept, how: 'delete' | 'release'): void {
    const { sqs } = this.world;
    const handle = { queueArn: this.queueArn, receiptHandle: message.handle };
    if (how === 'release') {
      sqs.changeMessageVisibility({ ...handle, visibilityTimeout: 0 });
      message.hiddenUntil = this.world.now;
      return;
    }
    sqs.deleteMessage(handle);
    this.deleted.push(message.body);
    this.kept = this.kept.filter((one) => one !== message);
  }

  /** Nothing is lost and nothing is there twice. */
  check(): void {
    const bodies = (arn: string) => this.world.sqs.messagesOf(arn).map(({ body }) => body);
    expect(bodies(this.queueArn)).toEqual(this.kept.map(({ body }) => body));
    expect([...bodies(this.dead)].sort()).toEqual([...this.deadBodies].sort());
  }
}

/** What a standard queue gives: the oldest visible messages; worn-out ones on the way are buried. */
function oldestVisible(books: Books, max: number): readonly Kept[] {
  const given: Kept[] = [];
  for (const message of books.kept.filter(books.isVisible)) {
    if (given.length === max) break;
    if (message.receives >= MAX_RECEIVE_COUNT) books.bury(message);
    else given.push(message);
  }
  return given;
}

/** What a FIFO queue gives: of each group with nothing in flight, the one with the oldest head first, all there is. */
function openGroups(books: Books, max: number): readonly Kept[] {
  const given: Kept[] = [];
  const groups = Object.values(Object.groupBy(books.kept, ({ group }) => group)) as Kept[][];
  for (const group of groups.filter((messages) => messages.every(books.isVisible))) {
    for (const message of group) {
      if (given.length === max) return given;
      if (message.receives >= MAX_RECEIVE_COUNT) books.bury(message);
      else given.push(message);
    }
  }
  return given;
}

describe('a queue, against books kept beside it', () => {
  it.each([
    ['standard', '', oldestVisible],
    ['FIFO', '.fifo', openGroups],
  ] as const)('loses nothing, repeats nothing it should not and keeps order: %s', (_kind, suffix, expectReceived) => {
    fc.assert(
      fc.property(steps, (history) => {
        const books = new Books(suffix);
        for (const step of history) books.run(step, expectReceived);
        books.check();
      }),
      { numRuns: 500 },
    );
  });

  it('deduplicates exactly within five minutes of the message that was taken', () => {
    const sends = fc.array(
      fc.record({ id: fc.constantFrom('x', 'y'), afterSeconds: fc.integer({ min: 0, max: 200 }) }),
    );
    fc.assert(
      fc.property(sends, (history) => {
        const world = new MessagingWorld();
        const queueArn = world.queue('queue.fifo');
        const taken: { readonly id: string; readonly at: number }[] = [];
        for (const { id, afterSeconds } of history) {
          world.advance(afterSeconds * 1000);
          world.sqs.sendMessage({ queueArn, body: id, messageGroupId: 'g', messageDeduplicationId: id });
          const last = taken.findLast((one) => one.id === id);
          if (last === undefined || world.now - last.at >= 300_000) taken.push({ id, at: world.now });
        }

        expect(
          world.sqs.messagesOf(queueArn).map(({ body, sentTimestamp }) => ({ id: body, at: sentTimestamp })),
        ).toEqual(taken);
      }),
    );
  });
});
