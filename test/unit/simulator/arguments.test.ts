import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../simulation/arguments.ts';
import { systems } from '../../simulation/systems/index.ts';

const names = systems.map(({ name }) => name);

describe('npm run simulate', () => {
  it('deals the histories out among all systems', () => {
    expect(parseArguments(['--seeds', String(names.length * 10)])).toMatchObject({
      systems: names,
      from: 1,
      seeds: 10,
    });
  });

  it('takes one system and the seed to begin with', () => {
    expect(parseArguments(['--seeds', '5', '--from', '7', '--system', 'fifo'])).toMatchObject({
      systems: ['fifo'],
      from: 7,
      seeds: 5,
    });
  });

  it.each([
    [['--system', 'fifi'], `--system must be one of ${names.join(', ')}, got "fifi"`],
    [['--seeds', '0'], '--seeds must be a whole number of 1 to 2147483647, got "0"'],
    [['--from', '1e3'], '--from must be a whole number of 1 to 2147483647, got "1e3"'],
    [['--speed', '9'], 'usage: npm run simulate -- [--seeds N] [--from S] [--system NAME] [--history]'],
  ])('rejects %j and says what there is', (args, message) => {
    expect(() => parseArguments(args)).toThrow(message);
  });
});
