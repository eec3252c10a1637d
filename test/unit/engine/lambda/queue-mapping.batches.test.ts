import { describe, expect, it } from 'vitest';
import { mappedQueue } from './mapped-sources.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html: batching behaviour. */
describe('batches of a queue', () => {
  it('hold up to ten messages by default, and take what there is without a window', () => {
    const { send, run, receiveCounts } = mappedQueue();
    send(...Array.from({ length: 12 }, (_, index) => `m${index}`));

    expect(run()).toHaveLength(10);
    expect(run()).toEqual(['m10', 'm11']);
    expect(run()).toBeUndefined();
    expect(receiveCounts()).toEqual({});
  });

  it('wait for their window to close, and say when that is', () => {
    const { send, run, mapping, advance, clock } = mappedQueue({ BatchSize: 100, MaximumBatchingWindowInSeconds: 5 });
    send('a');
    expect(run()).toBeUndefined();
    expect(mapping.nextChangeAt()).toBe(clock.now() + 5_000);

    advance(4_999);
    send('b');
    expect(run()).toBeUndefined();
    advance(1);

    expect(run()).toEqual(['a', 'b']);
  });
});
