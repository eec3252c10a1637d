import type { MessageOutcome } from 'fanout/events';
import { describe, expect, it } from 'vitest';
import { Tally } from '../../../example/run/watch/tally.ts';

const message = (consumer: string, outcome: MessageOutcome, error?: string) =>
  ({
    type: 'fanout.message',
    consumer,
    outcome,
    messageId: 'm',
    receiveCount: 1,
    attempt: 1,
    durationMs: 1,
    ...(error !== undefined && { error }),
  }) as const;

const report = (status: 'success' | 'error' | 'timeout', errorType?: string) =>
  ({ type: 'platform.report', requestId: 'r', status, durationMs: 1, ...(errorType && { errorType }) }) as const;

describe('Tally', () => {
  it('counts what became of the messages of each consumer; waiting is no outcome', () => {
    const tally = new Tally();
    for (const outcome of [
      'applied',
      'applied',
      'duplicate',
      'folded',
      'retry',
      'in-progress',
      'held-back',
      'dead-lettered',
    ] as const) {
      tally.add('Email', message('email', outcome));
    }

    expect(tally.consumer('email')).toEqual({ applied: 2, duplicates: 2, retries: 1, deadLetters: 1 });
    expect(tally.consumer('ledger')).toEqual({ applied: 0, duplicates: 0, retries: 0, deadLetters: 0 });
  });

  it('counts errors by consumer and code', () => {
    const tally = new Tally();
    tally.add('Payment', message('payment', 'retry', 'HANDLER_TIMEOUT'));
    tally.add('Payment', message('payment', 'retry', 'Error'));

    expect(tally.errors('payment', 'HANDLER_TIMEOUT')).toBe(1);
    expect(tally.errors('email', 'HANDLER_TIMEOUT')).toBe(0);
  });

  it('tells crashes, time-outs and throttles of a function apart; an error it threw is none of them', () => {
    const tally = new Tally();
    tally.add('Payment', report('success'));
    tally.add('Payment', report('error', 'Runtime.ExitError'));
    tally.add('Payment', report('error', 'TypeError'));
    tally.add('Payment', report('timeout', 'Sandbox.Timedout'));
    tally.add('Payment', { type: 'platform.throttle' });

    expect(tally.invocations('Payment')).toEqual({ crashes: 1, timeouts: 1, throttles: 1 });
  });

  it('adds up the relay and the usage of each component by operation', () => {
    const tally = new Tally();
    const usage = { requests: 1, writeUnits: 4, readUnits: 0, estimatedWriteUnits: 2 };
    for (let line = 0; line < 2; line++) {
      tally.add('OutboxRelay', {
        type: 'fanout.relay',
        component: 'outbox-relay',
        published: 3,
        failed: 1,
        quarantined: 0,
      });
      tally.add('Email', { type: 'fanout.usage', component: 'email', operations: { 'dynamodb.PutItem': usage } });
    }

    expect(tally.relay).toEqual({ published: 6, failed: 2, quarantined: 0 });
    expect(tally.usage.get('email')?.get('dynamodb.PutItem')).toEqual({
      requests: 2,
      writeUnits: 8,
      readUnits: 0,
      estimatedWriteUnits: 4,
    });
  });
});
