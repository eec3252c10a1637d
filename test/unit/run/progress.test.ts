import { describe, expect, it } from 'vitest';
import { Progress } from '../../../example/run/progress.ts';
import type { ConsumerCounts } from '../../../example/run/watch/tally.ts';

const counts = (over: Partial<ConsumerCounts> = {}): ConsumerCounts => ({
  applied: 0,
  duplicates: 0,
  retries: 0,
  deadLetters: 0,
  ...over,
});
const tallyOf = (mails: number, paymentDeadLetters: number) => ({
  consumer: (name: string) =>
    name === 'email' ? counts({ applied: mails }) : counts({ deadLetters: paymentDeadLetters }),
});
const order = { line: 1, request: {}, sentTwice: true };

describe('Progress', () => {
  it('counts what clients were told', () => {
    const progress = new Progress(3);
    progress.begin(0);
    progress.add({
      order,
      answer: { kind: 'accepted', orderId: 'a', repeated: false },
      secondAnswer: { kind: 'accepted', orderId: 'a', repeated: true },
    });
    progress.add({ order, answer: { kind: 'refused', code: 'REQUEST_INVALID', message: '' } });

    expect(progress.read(tallyOf(0, 0), 100)).toMatchObject({ total: 3, accepted: 1, refused: 1, repeated: 1 });
  });

  it('measures orders a second up to the last one settled, mailed or dead-lettered', () => {
    const progress = new Progress(10);
    progress.begin(1_000);

    expect(progress.read(tallyOf(0, 0), 1_500)).toMatchObject({ settled: 0, settledPerSecond: 0 });
    expect(progress.read(tallyOf(9, 1), 3_000)).toMatchObject({ settled: 10, settledPerSecond: 5 });
    expect(progress.read(tallyOf(9, 1), 9_000)).toMatchObject({ settled: 10, settledPerSecond: 5 });
  });
});
