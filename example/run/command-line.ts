import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { nearestName } from './nearest-name.ts';

/** A command line that says something wrong; the message is one line for who typed it. */
export class CommandLineError extends Error {}

type Values<Options extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ options: Options }>>['values'];
type Loosely = { options: ParseArgsOptionsConfig; strict: false; tokens: true };
type Token = ReturnType<typeof parseArgs<Loosely>>['tokens'][number];

/**
 * Reads options as `node:util` does, but takes a negative number for a value: `--count -5` is a wrong count and no
 * other option. Of an option that is given twice the last one counts.
 *
 * @throws {CommandLineError} about the first thing that is wrong.
 */
export function readCommandLine<const Options extends ParseArgsOptionsConfig>(
  argv: readonly string[],
  options: Options,
): Values<Options> {
  // Not strict: its messages speak of dashes and quotes where a number is wrong.
  const { values, tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  const problem = tokens.map((token) => problemOf(token, options)).find((text) => text !== undefined);
  if (problem !== undefined) {
    throw new CommandLineError(problem);
  }
  return values as Values<Options>;
}

function problemOf(token: Token, options: ParseArgsOptionsConfig): string | undefined {
  if (token.kind === 'positional') {
    return `unexpected argument ${JSON.stringify(token.value)}; npm passes options on after a bare -- only`;
  }
  if (token.kind === 'option-terminator') {
    return undefined;
  }
  const { name, rawName, value, inlineValue } = token;
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined) {
    const nearest = rawName.startsWith('--') ? nearestName(name, Object.keys(options)) : undefined;
    return `unknown option ${rawName}${nearest === undefined ? '' : ` (did you mean --${nearest}?)`}`;
  }
  if (option.type === 'boolean') {
    return value === undefined ? undefined : `${rawName} takes no value, got ${JSON.stringify(value)}`;
  }
  const isMissing = value === undefined || (!inlineValue && /^-\D/.test(value));
  return isMissing ? `${rawName} needs a value` : undefined;
}
