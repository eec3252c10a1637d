import { describe, expect, it } from 'vitest';
import { readNdjson } from '../../../example/run/ndjson.ts';

async function* chunksOf(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    yield Buffer.from(part);
  }
}

describe('readNdjson', () => {
  it('reads one value a line, the last with or without its end', async () => {
    const { values, problems } = await readNdjson(chunksOf('{"a":1}\n{"a":2}'));

    expect(values).toEqual([
      { line: 1, value: { a: 1 } },
      { line: 2, value: { a: 2 } },
    ]);
    expect(problems).toEqual([]);
  });

  it('joins lines and characters that chunks cut in two', async () => {
    const bytes = Buffer.from('{"name":"Zoë"}\n{"b":2}\n');
    const middle = bytes.indexOf(0xc3) + 1;

    const { values } = await readNdjson(
      chunksOf(bytes.subarray(0, 3), bytes.subarray(3, middle), bytes.subarray(middle)),
    );

    expect(values.map(({ value }) => value)).toEqual([{ name: 'Zoë' }, { b: 2 }]);
  });

  it('names the malformed line and reads the rest', async () => {
    const { values, problems } = await readNdjson(chunksOf('{"a":1}\n{"a":\n{"a":3}\n'));

    expect(values.map(({ line }) => line)).toEqual([1, 3]);
    expect(problems).toEqual([{ line: 2, problem: expect.stringContaining('not JSON') }]);
  });

  it('counts blank lines but does not read them, and allows carriage returns and a byte order mark', async () => {
    const { values, problems } = await readNdjson(chunksOf('\u{feff}{"a":1}\r\n\r\n  \n{"a":4}\r\n'));

    expect(values).toEqual([
      { line: 1, value: { a: 1 } },
      { line: 4, value: { a: 4 } },
    ]);
    expect(problems).toEqual([]);
  });

  it('says that a line is no UTF-8', async () => {
    const { values, problems } = await readNdjson(chunksOf(Uint8Array.of(0x22, 0xff, 0x22, 0x0a), '1\n'));

    expect(problems).toEqual([{ line: 1, problem: 'not UTF-8 text' }]);
    expect(values).toEqual([{ line: 2, value: 1 }]);
  });

  it('reads nothing of nothing', async () => {
    expect(await readNdjson(chunksOf())).toEqual({ values: [], problems: [] });
  });
});
