import { describe, expect, it } from 'vitest';
import { runSeed } from '../../../testing/simulator/run-seed.ts';
import { systemNamed } from '../../simulation/systems/index.ts';

/** A system in which SNS can deliver about every other message only. */
const refusing = (name: string) => ({ ...systemNamed(name), rates: { 'delivery-refused': 0.5 } });

describe('a message that SNS cannot deliver', () => {
  it.each(['standard', 'fifo'])('G1 G6 is held by the subscription, and redriven without loss: %s', async (name) => {
    const results = await Promise.all([1, 2, 3, 4, 5].map((seed) => runSeed(refusing(name), seed)));

    expect(results.flatMap(({ problems }) => problems)).toEqual([]);
    const refused = results.flatMap(({ struck }) => struck.filter(({ kind }) => kind === 'delivery-refused'));
    expect(refused.length).toBeGreaterThan(10);
    const redriven = results.flatMap(({ history }) =>
      history
        .lines()
        .filter((line) => line.includes('operator of the subscription of') && line.includes('target.send')),
    );
    expect(redriven.length).toBeGreaterThan(10);
  });
});
