import { describe, expect, it } from 'vitest';
import { inTurn } from '../../../testing/targets/in-turn.ts';

describe('inTurn', () => {
  it('does work of one key in turn, also after a failure, and of another key at the same time', async () => {
    const steps: string[] = [];
    const gate = Promise.withResolvers<void>();
    const work =
      (name: string, until: Promise<void> = Promise.resolve()) =>
      async () => {
        steps.push(`${name} begins`);
        await until;
        steps.push(`${name} ends`);
        if (name === 'first') throw new Error('failed');
        return name;
      };

    const first = inTurn('here', work('first', gate.promise));
    const second = inTurn('here', work('second'));
    const elsewhere = inTurn('there', work('elsewhere'));
    expect(await elsewhere).toBe('elsewhere');
    gate.resolve();

    await expect(first).rejects.toThrow('failed');
    expect(await second).toBe('second');
    expect(steps).toEqual([
      'first begins',
      'elsewhere begins',
      'elsewhere ends',
      'first ends',
      'second begins',
      'second ends',
    ]);
  });
});
