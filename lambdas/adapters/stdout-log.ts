import type { FanoutLogLine } from '../../contracts/log.ts';

/**
 * Writes a structured line as one line of JSON. Past `console`, which Lambda's text format would put a prefix before.
 */
export function stdoutLog(line: FanoutLogLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
