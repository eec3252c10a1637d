import { describe, expect, it } from 'vitest';
import { mappedStream } from './mapped-sources.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html: batching behaviour. */
describe('batches of a stream', () => {
  it('follow the order of the writes', () => {
    const { put, run } = mappedStream({ BatchSize: 2 });
    put('a');
    put('b');
    put('c');

    expect(run()).toEqual(['a', 'b']);
    expect(run()).toEqual(['c']);
    expect(run()).toBeUndefined();
  });
});
