import type { TargetChoice } from 'fanout/testing';
import { CommandLineError, readCommandLine } from './command-line.ts';
import { minimumChaosOrders } from './order-profiles.ts';

/** What the command line asks for. */
export interface RunOptions {
  /** File of orders, `-` for standard input; missing when orders are generated. */
  readonly ordersFile?: string;
  /** Orders to generate. */
  readonly count: number;
  readonly chaos: boolean;
  /** Seed of the generated orders and of the chaos. */
  readonly seed: number;
  /** Whether the stack stays up after the verdict. */
  readonly keep: boolean;
  /** Where the platform runs. */
  readonly target: TargetChoice;
  /** Port of the embedded cloud's endpoint; 0 for any free one. */
  readonly port: number;
  readonly verbose: boolean;
}

/** The outcome of reading the command line. */
export type ParsedArguments =
  | { readonly kind: 'run'; readonly options: RunOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problem: string };

const DEFAULT_COUNT = 50;
const MAX_SEED = 2 ** 32 - 1;
const MAX_COUNT = 1_000_000;

/** Text of `--help`. */
export const help = `Runs the order platform, drives it with orders and checks what came of them.

It runs on the embedded cloud unless told otherwise: no account, no Docker.

  npm start                              ${DEFAULT_COUNT} generated orders
  npm start -- --orders FILE.ndjson      your own orders, one JSON object a line; - reads standard input
  npm start -- --count N                 N generated orders
  npm start -- --chaos [--seed S]        with duplicates, crashes, time-outs, throttles and outages
  npm start -- --keep [--port N]         leaves it running and prints the endpoint, until Ctrl-C
  npm start -- --target localstack       on LocalStack, in a container of its own; needs Docker
  npm start -- --endpoint URL            on a LocalStack that runs already, for example http://127.0.0.1:4566
  npm start -- --verbose                 also what the target says of itself, and stack traces
  npm start -- --help

An order is {"clientKey", "customerEmail", "card", "lines": [{"sku", "quantity"}], "totalCents"}. Test cards are in
example/test-cards.ts. There is stock for every order, but of the sku limited-edition only half of what is ordered.

Exit code: 0 every promise that was exercised held · 1 one was broken, no order was accepted, a line of the orders is
malformed, something could not be removed, or it could not run · 2 wrong options, or the target is not to be had · 130 Ctrl-C
`;

/** Reads the command line. `randomSeed` is taken when no seed is given. A wrong one is an answer, not an error. */
export function parseArguments(argv: readonly string[], randomSeed: () => number): ParsedArguments {
  let values: Values;
  try {
    values = readCommandLine(argv, options);
  } catch (error) {
    if (error instanceof CommandLineError) {
      return wrong(error.message);
    }
    throw error;
  }
  if (values.help) {
    return { kind: 'help' };
  }
  const numbers = {
    count: readInteger('--count', values.count, 1, MAX_COUNT),
    seed: readInteger('--seed', values.seed, 0, MAX_SEED),
    port: readInteger('--port', values.port, 0, 65_535),
  };
  const problem = Object.values(numbers).find((number) => typeof number === 'string') ?? conflict(values);
  if (problem !== undefined) {
    return wrong(problem as string);
  }
  const chaos = values.chaos ?? false;
  const count = (numbers.count as number | undefined) ?? DEFAULT_COUNT;
  if (chaos && values.orders === undefined && count < minimumChaosOrders) {
    return wrong(
      `--count must be at least ${minimumChaosOrders} with --chaos, so that every kind of fault happens, got ${count}`,
    );
  }
  return {
    kind: 'run',
    options: {
      ...(values.orders !== undefined && { ordersFile: values.orders }),
      count,
      chaos,
      seed: (numbers.seed as number | undefined) ?? randomSeed(),
      keep: values.keep ?? false,
      target: targetOf(values),
      port: (numbers.port as number | undefined) ?? 0,
      verbose: values.verbose ?? false,
    },
  };
}

const options = {
  orders: { type: 'string' },
  count: { type: 'string' },
  chaos: { type: 'boolean' },
  seed: { type: 'string' },
  keep: { type: 'boolean' },
  target: { type: 'string' },
  endpoint: { type: 'string' },
  port: { type: 'string' },
  verbose: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof readCommandLine<typeof options>>;

function conflict(values: Values): string | undefined {
  if (values.orders === '') {
    return '--orders must name a file, or - for standard input';
  }
  if (values.orders !== undefined && values.count !== undefined) {
    return '--count says how many orders to generate; leave it out with --orders';
  }
  if (values.target !== undefined && !isTargetName(values.target)) {
    return `--target must be ${targetNames.join(' or ')}, got ${JSON.stringify(values.target)}`;
  }
  if (values.endpoint !== undefined && !isHttpUrl(values.endpoint)) {
    return `--endpoint must be an HTTP URL, for example http://127.0.0.1:4566, got ${JSON.stringify(values.endpoint)}`;
  }
  const target = targetOf(values);
  if (values.target === 'embedded' && target !== 'embedded') {
    return '--endpoint is for a LocalStack that runs already; leave out --target embedded';
  }
  if (values.port !== undefined && target !== 'embedded') {
    return '--port is for the embedded cloud; leave it out with --target localstack and --endpoint';
  }
  return undefined;
}

const targetNames = ['embedded', 'localstack'] as const;

const isTargetName = (name: string): name is (typeof targetNames)[number] => targetNames.includes(name as never);

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** What the options come to when they are right. */
function targetOf({ target = 'embedded', endpoint }: Values): TargetChoice {
  return endpoint === undefined ? (target as TargetChoice) : { endpoint };
}

function readInteger(name: string, text: string | undefined, least: number, most: number): number | string | undefined {
  if (text === undefined) {
    return undefined;
  }
  const value = Number(text);
  return /^\d+$/.test(text) && value >= least && value <= most
    ? value
    : `${name} must be a whole number of ${least} to ${most}, got ${JSON.stringify(text)}`;
}

const wrong = (problem: string): ParsedArguments => ({
  kind: 'wrong',
  problem: `${problem}. See npm start -- --help`,
});
