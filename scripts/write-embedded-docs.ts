import { readFileSync, writeFileSync } from 'node:fs';
import { notEnforcedTable, TABLE_MARKERS } from '../embedded/not-enforced-table.ts';

/** Writes the table of what the embedded cloud does not enforce into docs/embedded.md. */
const file = new URL('../docs/embedded.md', import.meta.url);
const [begin, end] = TABLE_MARKERS;
const [before = '', rest = ''] = readFileSync(file, 'utf8').split(begin);
const [, after = ''] = rest.split(end);
writeFileSync(file, `${before}${begin}\n${notEnforcedTable()}\n${end}${after}`);
