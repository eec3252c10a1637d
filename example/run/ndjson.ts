/** One line of the input that is JSON. */
export interface NdjsonValue {
  /** Starting at 1. */
  readonly line: number;
  readonly value: unknown;
}

/** One line of the input that is not. */
export interface NdjsonProblem {
  readonly line: number;
  readonly problem: string;
}

/** What a file of newline-delimited JSON holds. */
export interface Ndjson {
  readonly values: readonly NdjsonValue[];
  readonly problems: readonly NdjsonProblem[];
}

const NEWLINE = 0x0a;

/**
 * Reads newline-delimited JSON to its end. A malformed line is a problem with its number, the rest is read. Blank lines,
 * carriage returns and a byte order mark are allowed.
 *
 * @throws what the source throws, for example when a file does not exist.
 */
export async function readNdjson(chunks: AsyncIterable<Uint8Array>): Promise<Ndjson> {
  const values: NdjsonValue[] = [];
  const problems: NdjsonProblem[] = [];
  let line = 0;
  for await (const bytes of splitLines(chunks)) {
    line += 1;
    try {
      const text = decode(bytes).trim();
      if (text !== '') {
        values.push({ line, value: JSON.parse(text) });
      }
    } catch (error) {
      problems.push({ line, problem: error instanceof SyntaxError ? `not JSON: ${error.message}` : 'not UTF-8 text' });
    }
  }
  return { values, problems };
}

// Each line on its own, so that bytes that are no UTF-8 spoil their own line only.
const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end)]);
      rest = [];
      start = end + 1;
    }
    rest.push(chunk.subarray(start));
  }
  const last = Buffer.concat(rest);
  if (last.length > 0) {
    yield last;
  }
}
