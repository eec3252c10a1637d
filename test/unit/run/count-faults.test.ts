import type { Capability } from 'fanout/testing';
import { describe, expect, it } from 'vitest';
import { countFaults } from '../../../example/run/chaos/count-faults.ts';
import { Tally } from '../../../example/run/watch/tally.ts';
import { testCards } from '../../../example/test-cards.ts';
import { goodOutcome } from './verdict/outcomes.ts';

const services = { republishedEvents: 3, republishedLedgerEvents: 2, outages: 1, throttles: 4, relayCrashes: 2 };

const everything: readonly Capability[] = ['platform-lines', 'fault-injection'];

const countsOf = (
  outcome = goodOutcome(),
  tally = new Tally(),
  faults: Partial<typeof services> = services,
  capabilities = everything,
) => {
  const all = { ...services, relayCrashes: undefined, ...faults };
  return new Map(
    countFaults({ outcome, tally, services: all, capabilities: new Set(capabilities) }).map((fault) => [
      fault.kind,
      fault,
    ]),
  );
};

describe('countFaults', () => {
  it('counts what clients, cards and services did', () => {
    const counts = countsOf();

    expect(counts.get('requests sent twice')?.count).toBe(1);
    expect(counts.get('client keys reused for another order')?.count).toBe(1);
    expect(counts.get('orders refused')?.count).toBe(1);
    expect(counts.get('orders sold out')?.count).toBe(1);
    expect(counts.get('cards declined')?.count).toBe(1);
    expect(counts.get('charges that always fail')).toMatchObject({ count: 1, expected: true });
    expect(counts.get('relay crashes before deleting')).toMatchObject({ count: 2, expected: true });
  });

  it('expects of the cards only those that reached payment', () => {
    const outcome = goodOutcome();
    const withCard = (orderId: string, card: string) => ({
      ...outcome,
      submissions: outcome.submissions.map((submission) =>
        submission.answer.kind === 'accepted' && submission.answer.orderId === orderId
          ? {
              ...submission,
              order: { ...submission.order, request: { ...(submission.order.request as object), card } },
            }
          : submission,
      ),
    });

    expect(countsOf(withCard('bought', testCards.crashesOnce)).get('crashes after the charge')).toMatchObject({
      count: 0,
      expected: true,
    });
    expect(countsOf(withCard('soldout', testCards.crashesOnce)).get('crashes after the charge')).toMatchObject({
      count: 0,
      expected: false,
    });
  });

  it('does not expect crashes of the relay where they cannot be had', () => {
    expect(
      countsOf(goodOutcome(), new Tally(), { relayCrashes: undefined }).get('relay crashes before deleting'),
    ).toEqual({
      kind: 'relay crashes before deleting',
      count: 0,
      expected: false,
    });
  });

  it('reads crashes, time-outs and failed runs from the log', () => {
    const tally = new Tally();
    const line = { requestId: 'r', durationMs: 1 };
    tally.add('Payment', { type: 'platform.report', status: 'error', errorType: 'Runtime.ExitError', ...line });
    tally.add('Payment', { type: 'platform.report', status: 'timeout', ...line });

    const counts = countsOf(goodOutcome(), tally);

    expect(counts.get('crashes after the charge')?.count).toBe(1);
    expect(counts.get('frozen functions (Lambda time-out)')?.count).toBe(1);
  });

  it('reads crashes from the charges that were called again, where the log does not tell', () => {
    const outcome = goodOutcome();
    const crashing = {
      ...outcome,
      submissions: outcome.submissions.map((submission) => ({
        ...submission,
        order: {
          ...submission.order,
          request: { ...(submission.order.request as object), card: testCards.crashesOnce },
        },
      })),
      calls: [...outcome.calls, ...outcome.calls],
    };

    const counts = countsOf(crashing, new Tally(), services, []);

    expect(counts.get('crashes after the charge')?.count).toBeGreaterThanOrEqual(1);
    expect(countsOf(outcome, new Tally(), services, []).get('crashes after the charge')?.count).toBe(0);
    expect(counts.get('invocations throttled')?.expected).toBe(false);
  });
});
