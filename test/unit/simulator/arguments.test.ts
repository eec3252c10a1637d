import { describe, expect, it } from 'vitest';
import { parseArguments, parseMutantArguments } from '../../simulation/arguments.ts';
import { mutants } from '../../simulation/mutants/index.ts';
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
    [['--seeds', '1.5'], '--seeds must be a whole number of 1 to 2147483647, got "1.5"'],
    [['--seeds'], "Option '--seeds <value>' argument missing"],
    [['--speed', '9'], "Unknown option '--speed'"],
    [
      ['--speed', '9'],
      'there are --seeds, --from, --system, --history, --whole, --effects, --help: npm run simulate -- --help says what for',
    ],
    [['--history', '60'], 'every argument is an option with a name, got 60'],
    [['--history', '--seeds', '2'], '--history prints one seed, --from says which: leave --seeds out'],
  ])('rejects %j and says what there is', (args, message) => {
    expect(() => parseArguments(args)).toThrow(message);
  });

  it('is asked for help by --help and -h', () => {
    expect(parseArguments(['--help'])).toBeUndefined();
    expect(parseArguments(['-h'])).toBeUndefined();
  });
});

describe('npm run simulate:mutants', () => {
  it('takes all mutants, or one', () => {
    const [first] = mutants;

    expect(parseMutantArguments([])).toEqual(mutants);
    expect(parseMutantArguments(['--only', first?.name ?? ''])).toEqual([first]);
    expect(parseMutantArguments(['--help'])).toBeUndefined();
  });

  it.each([
    [['--only', 'none'], `--only must be one of ${mutants[0]?.name}, `],
    [['--onyl', 'x'], 'there are --only, --help: npm run simulate:mutants -- --help says what for'],
  ])('rejects %j and says what there is', (args, message) => {
    expect(() => parseMutantArguments(args)).toThrow(message);
  });
});
