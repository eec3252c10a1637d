import { describe, expect, it } from 'vitest';
import { StartGate } from '../../../embedded/lambda/start-gate.ts';

describe('the start gate', () => {
  it('lets no more starts in than its limit', () => {
    const gate = new StartGate(2);

    expect([gate.tryEnter(), gate.tryEnter(), gate.tryEnter()]).toEqual([true, true, false]);
  });

  it('calls those who wait in turn, one for each place', () => {
    const gate = new StartGate(1);
    const entered: string[] = [];
    gate.tryEnter();
    for (const name of ['first', 'second']) {
      gate.onceFree(() => gate.tryEnter() && entered.push(name));
    }

    gate.leave();
    expect(entered).toEqual(['first']);

    gate.leave();
    expect(entered).toEqual(['first', 'second']);
  });

  it('calls the next when one needs the place no more', () => {
    const gate = new StartGate(1);
    const entered: string[] = [];
    gate.tryEnter();
    gate.onceFree(() => {});
    gate.onceFree(() => gate.tryEnter() && entered.push('second'));

    gate.leave();

    expect(entered).toEqual(['second']);
  });
});
