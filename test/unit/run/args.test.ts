import { describe, expect, it } from 'vitest';
import { help, parseArguments } from '../../../example/run/args.ts';

const parse = (...argv: string[]) => parseArguments(argv, () => 7);

describe('parseArguments', () => {
  it('runs fifty orders without chaos when nothing is asked for', () => {
    expect(parse()).toEqual({
      kind: 'run',
      options: { count: 50, chaos: false, seed: 7, keep: false, target: 'embedded', port: 0, verbose: false },
    });
  });

  it('takes every option', () => {
    expect(parse('--count', '1000', '--chaos', '--seed', '42', '--keep', '--port', '4566', '--verbose')).toEqual({
      kind: 'run',
      options: { count: 1000, chaos: true, seed: 42, keep: true, target: 'embedded', port: 4566, verbose: true },
    });
  });

  it('takes a file of orders, or standard input', () => {
    expect(parse('--orders', 'mine.ndjson')).toMatchObject({ options: { ordersFile: 'mine.ndjson' } });
    expect(parse('--orders', '-')).toMatchObject({ options: { ordersFile: '-' } });
  });

  it('takes a target, or the endpoint of one that runs', () => {
    expect(parse('--target', 'localstack')).toMatchObject({ options: { target: 'localstack' } });
    expect(parse('--endpoint', 'http://127.0.0.1:4566')).toMatchObject({
      options: { target: { endpoint: 'http://127.0.0.1:4566' } },
    });
    expect(parse('--target', 'localstack', '--endpoint', 'http://127.0.0.1:4566')).toMatchObject({
      options: { target: { endpoint: 'http://127.0.0.1:4566' } },
    });
  });

  it.each(['--help', '-h'])('answers %s with help', (option) => {
    expect(parse(option)).toEqual({ kind: 'help' });
    expect(help).toContain('--orders FILE.ndjson');
  });

  it.each([
    [['--cuont', '5'], 'unknown option --cuont (did you mean --count?)'],
    [['--chaoss'], 'unknown option --chaoss (did you mean --chaos?)'],
    [['--colour'], 'unknown option --colour.'],
    [['--constructor'], 'unknown option --constructor.'],
    [['-x'], 'unknown option -x.'],
    [['--no-chaos'], 'unknown option --no-chaos.'],
    [['--chaos=yes'], '--chaos takes no value, got "yes"'],
    [['orders.ndjson'], 'unexpected argument "orders.ndjson"; npm passes options on after a bare -- only'],
    [['--count'], '--count needs a value'],
    [['--count', '--chaos'], '--count needs a value'],
    [['--count', '-5'], '--count must be a whole number of 1 to 1000000, got "-5"'],
    [['--count=-5'], '--count must be a whole number of 1 to 1000000, got "-5"'],
    [['--count='], '--count must be a whole number of 1 to 1000000, got ""'],
    [['--count', '1e9'], '--count must be a whole number of 1 to 1000000, got "1e9"'],
    [['--count', '1000001'], '--count must be a whole number of 1 to 1000000, got "1000001"'],
    [['--seed', '-1'], '--seed must be a whole number of 0 to 4294967295, got "-1"'],
    [['--port', '-1'], '--port must be a whole number of 0 to 65535, got "-1"'],
    [['--count', '0'], '--count must be a whole number of 1 to 1000000, got "0"'],
    [['--count', '1.5'], '--count must be a whole number of 1 to 1000000, got "1.5"'],
    [['--count', 'many'], '--count must be a whole number of 1 to 1000000, got "many"'],
    [['--seed', '4294967296'], '--seed must be a whole number of 0 to 4294967295, got "4294967296"'],
    [['--port', '65536'], '--port must be a whole number of 0 to 65535, got "65536"'],
    [['--orders', ''], '--orders must name a file, or - for standard input'],
    [['--orders', 'a', '--count', '5'], '--count says how many orders to generate; leave it out with --orders'],
    [['--chaos', '--count', '19'], '--count must be at least 20 with --chaos'],
    [['--target', 'aws'], '--target must be embedded or localstack, got "aws"'],
    [['--endpoint', '127.0.0.1:4566'], '--endpoint must be an HTTP URL, for example http://127.0.0.1:4566, got "127.0'],
    [['--endpoint', ''], '--endpoint must be an HTTP URL'],
    [['--endpoint', 'http://127.0.0.1:1', '--target', 'embedded'], 'leave out --target embedded'],
    [['--target', 'localstack', '--port', '5'], '--port is for the embedded cloud'],
    [['--seed', '1', '--seed'], '--seed needs a value'],
  ])('fails for %j and says what is wrong', (argv, problem) => {
    const parsed = parse(...argv);

    expect(parsed).toMatchObject({ kind: 'wrong', problem: expect.stringContaining(problem) });
    expect(parsed).toMatchObject({ problem: expect.stringMatching(/^[^\n]*See npm start -- --help$/) });
  });
});
