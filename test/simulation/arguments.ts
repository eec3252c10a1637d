import { parseArgs } from 'node:util';
import { systems } from './systems/index.ts';

/** What the command cannot make sense of. */
export class UsageError extends Error {}

export interface Arguments {
  readonly systems: readonly string[];
  readonly from: number;
  /** Seeds of each system. */
  readonly seeds: number;
  /** Whether to print the history of the first seed instead. */
  readonly printsHistory: boolean;
}

const USAGE = 'npm run simulate -- [--seeds N] [--from S] [--system NAME] [--history]';
const MOST = 2 ** 31 - 1;

/**
 * Reads the command's arguments. `--seeds` counts histories: they are dealt out among the systems.
 *
 * @throws UsageError that says what there is.
 */
export function parseArguments(args: readonly string[]): Arguments {
  const values = valuesOf(args);
  const names = systems.map(({ name }) => name);
  if (values.system !== undefined && !names.includes(values.system)) {
    throw new UsageError(`--system must be one of ${names.join(', ')}, got ${JSON.stringify(values.system)}`);
  }
  const chosen = values.system === undefined ? names : [values.system];
  const from = wholeNumber('--from', values.from ?? '1');
  const histories = wholeNumber('--seeds', values.seeds ?? '1000');
  return {
    systems: chosen,
    from,
    seeds: Math.ceil(histories / chosen.length),
    printsHistory: values.history ?? false,
  };
}

function valuesOf(args: readonly string[]): { seeds?: string; from?: string; system?: string; history?: boolean } {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seeds: { type: 'string' },
        from: { type: 'string' },
        system: { type: 'string' },
        history: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\nusage: ${USAGE}`);
  }
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > MOST) {
    throw new UsageError(
      `${name} must be a whole number of 1 to ${MOST}, got ${JSON.stringify(text)}\nusage: ${USAGE}`,
    );
  }
  return value;
}
