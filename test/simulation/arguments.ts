import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './command.ts';
import { mutants } from './mutants/index.ts';
import type { Mutant } from './patch.ts';
import { systems } from './systems/index.ts';

export interface Arguments {
  readonly systems: readonly string[];
  readonly from: number;
  /** Seeds of each system. */
  readonly seeds: number;
  /** Whether to print the history of the first seed instead. */
  readonly printsHistory: boolean;
  /** Whether to print all of a failing history, however long. */
  readonly printsWhole: boolean;
  /** Whether to measure what each kind of fault changes instead. */
  readonly measuresEffects: boolean;
}

const MOST = 2 ** 31 - 1;
const NAME_WIDTH = Math.max(...systems.map(({ name }) => name.length));

export const simulateHelp = `Runs whole systems on a virtual clock, breaks them in every way it knows, and checks that their promises hold.

  npm run simulate                                     about 1,000 histories, dealt out evenly among all systems
  npm run simulate -- --seeds N                        N histories, 1 to ${MOST}
  npm run simulate -- --from S                         seeds from S on, 1 to ${MOST}; 1 unless told otherwise
  npm run simulate -- --system NAME                    one system
  npm run simulate -- --system NAME --from S --seeds 1   one seed again, shrunk when it fails
  npm run simulate -- --whole                          all of a failing history, however long, once it is shrunk
  npm run simulate -- --effects                        for each kind of fault, how often it changes what happens (130 histories)
  npm run simulate -- --system NAME --from S --history   everything that happened in one seed, and the verdict

Systems:
${systems.map(({ name, about }) => `  ${name.padEnd(NAME_WIDTH)}  ${about}`).join('\n')}

Exit code: 0 no history broke a promise · 1 one did · 2 arguments that make no sense · 130 Ctrl-C · 141 nobody reads on
`;

export const mutantsHelp = `Plants bugs into the runtime, one at a time, and simulates until a history breaks a promise.

  npm run simulate:mutants                    every bug, and after how many histories each is found
  npm run simulate:mutants -- --only NAME     one of them

Exit code: 0 every bug was found · 1 one was missed · 2 arguments that make no sense · 141 nobody reads on

Bugs:
${mutants.map(({ name, about }) => `  ${name}: ${about}`).join('\n')}
`;

/**
 * Reads the arguments of `npm run simulate`; undefined when they ask for help. `--seeds` counts histories: they are dealt
 * out among the systems.
 *
 * @throws UsageError that says what there is.
 */
export function parseArguments(args: readonly string[]): Arguments | undefined {
  const {
    help,
    system,
    history = false,
    whole = false,
    effects = false,
    ...values
  } = valuesOf(args, 'simulate', {
    seeds: { type: 'string' },
    from: { type: 'string' },
    system: { type: 'string' },
    history: { type: 'boolean' },
    whole: { type: 'boolean' },
    effects: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  if (help) {
    return undefined;
  }
  const names = systems.map(({ name }) => name);
  if (system !== undefined && !names.includes(system)) {
    throw new UsageError(`--system must be one of ${names.join(', ')}, got ${JSON.stringify(system)}`);
  }
  if (history && values.seeds !== undefined) {
    throw new UsageError('--history prints one seed, --from says which: leave --seeds out');
  }
  const chosen = system === undefined ? names : [system];
  const from = wholeNumber('--from', values.from ?? '1');
  const histories = wholeNumber('--seeds', values.seeds ?? (effects ? '130' : '1000'));
  return {
    systems: chosen,
    from,
    seeds: Math.ceil(histories / chosen.length),
    printsHistory: history,
    printsWhole: whole,
    measuresEffects: effects,
  };
}

/**
 * Reads the arguments of `npm run simulate:mutants`; undefined when they ask for help.
 *
 * @throws UsageError that says what there is.
 */
export function parseMutantArguments(args: readonly string[]): readonly Mutant[] | undefined {
  const { help, only } = valuesOf(args, 'simulate:mutants', {
    only: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  });
  if (help) {
    return undefined;
  }
  const chosen = mutants.filter(({ name }) => only === undefined || name === only);
  if (chosen.length === 0) {
    throw new UsageError(
      `--only must be one of ${mutants.map(({ name }) => name).join(', ')}, got ${JSON.stringify(only)}`,
    );
  }
  return chosen;
}

function valuesOf<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  script: string,
  options: Options,
) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (positionals.length > 0) {
      throw new Error(`every argument is an option with a name, got ${positionals.join(' ')}`);
    }
    return values;
  } catch (error) {
    const names = Object.keys(options).map((name) => `--${name}`);
    throw new UsageError(
      `${error instanceof Error ? error.message : String(error)}\nthere are ${names.join(', ')}: npm run ${script} -- --help says what for`,
    );
  }
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > MOST) {
    throw new UsageError(`${name} must be a whole number of 1 to ${MOST}, got ${JSON.stringify(text)}`);
  }
  return value;
}
