import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indexStreamRecords } from '../../../embedded/engines/stream-record-index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stream-records-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('indexStreamRecords', () => {
  it("spares dynoxide's query for the last sequence number the way through all records", () => {
    const file = join(folder, 'known.sqlite');
    const engine = new DatabaseSync(file);
    engine.exec('CREATE TABLE _stream_records (table_name TEXT NOT NULL, sequence_number TEXT NOT NULL)');
    engine.close();

    const complaint = indexStreamRecords(file);

    // A connection that was open before would explain its plan by the schema it knows.
    const database = new DatabaseSync(file);
    const query = 'SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?';
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${query}`).all('Orders');
    database.close();
    expect(complaint).toBeUndefined();
    expect(plan).toMatchObject([{ detail: expect.stringMatching(/^SEARCH .*INDEX stream_records_by_sequence/) }]);
  });

  it('says why it could not, when the engine keeps its records otherwise', () => {
    expect(indexStreamRecords(join(folder, 'other.sqlite'))).toContain('no such table: main._stream_records');
  });
});
