import { describe, expect, it } from 'vitest';
import { BackOff } from '../../../embedded/event-sources/back-off.ts';
import { eventPayload, fittingRecords } from '../../../embedded/event-sources/event-payload.ts';
import { InvocationSlots } from '../../../embedded/event-sources/sqs/invocation-slots.ts';
import { laneIndex } from '../../../embedded/event-sources/streams/lane-index.ts';

describe('InvocationSlots', () => {
  it('has as many as the maximum concurrency says', () => {
    const slots = new InvocationSlots(() => 0);
    slots.take();
    slots.take();

    expect(slots.isFree(3)).toBe(true);
    expect(slots.isFree(2)).toBe(false);
    slots.release();
    expect(slots.isFree(2)).toBe(true);
  });

  it('has five without a maximum, and 300 more a minute as long as there is a backlog', () => {
    let now = 0;
    const slots = new InvocationSlots(() => now);
    for (let taken = 0; taken < 5; taken++) slots.take();
    expect(slots.isFree(undefined)).toBe(false);

    slots.observe(true);
    now = 200;
    slots.observe(true);
    expect(slots.isFree(undefined)).toBe(true);
    slots.observe(false);
    expect(slots.isFree(undefined)).toBe(false);
  });

  it('has 1250 at most', () => {
    let now = 0;
    const slots = new InvocationSlots(() => now);
    for (let taken = 0; taken < 1249; taken++) slots.take();
    slots.observe(true);
    now = 3_600_000;

    expect(slots.isFree(undefined)).toBe(true);
    slots.take();
    expect(slots.isFree(undefined)).toBe(false);
  });
});

describe('an event', () => {
  it("is Lambda's list of records", () => {
    expect(JSON.parse(eventPayload(['{"a":1}', '{"b":2}']))).toEqual({ Records: [{ a: 1 }, { b: 2 }] });
    expect(JSON.parse(eventPayload([]))).toEqual({ Records: [] });
  });

  it('holds as many records as fit into 6 MB of UTF-8, and one that does not', () => {
    const twoMegabytes = JSON.stringify('ü'.repeat(1_048_000));

    expect(fittingRecords([twoMegabytes, twoMegabytes])).toBe(2);
    expect(fittingRecords([twoMegabytes, twoMegabytes, twoMegabytes, twoMegabytes])).toBe(3);
    expect(fittingRecords([JSON.stringify('x'.repeat(7_000_000)), '1'])).toBe(1);
    expect(fittingRecords([])).toBe(0);
  });
});

describe('BackOff', () => {
  it('doubles up to its limit and starts again after a success', () => {
    const backOff = new BackOff(100, 350);
    const delays = [backOff.delayMs];
    for (let failure = 0; failure < 4; failure++) {
      backOff.failed();
      delays.push(backOff.delayMs);
    }

    expect(delays).toEqual([0, 100, 200, 350, 350]);
    backOff.succeeded();
    expect(backOff.delayMs).toBe(0);
  });
});

describe('laneIndex', () => {
  it('is always the same for a key, and uses all lanes', () => {
    const keys = Array.from({ length: 100 }, (_, index) => ({ S: `order-${index}` }));
    const lanes = keys.map((key) => laneIndex(key, 4));

    expect(keys.map((key) => laneIndex({ ...key }, 4))).toEqual(lanes);
    expect([...new Set(lanes)].sort()).toEqual([0, 1, 2, 3]);
  });
});
