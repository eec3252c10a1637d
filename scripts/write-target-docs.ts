import { readFileSync, writeFileSync } from 'node:fs';
import { TARGETS_MARKERS, targetTables } from '../test/acceptance/targets-page.ts';

/** Writes the tables of capabilities, cases and differences into docs/targets.md. */
const file = new URL('../docs/targets.md', import.meta.url);
const [begin, end] = TARGETS_MARKERS;
const [before = '', rest = ''] = readFileSync(file, 'utf8').split(begin);
const [, after = ''] = rest.split(end);
writeFileSync(file, `${before}${begin}\n${targetTables()}\n${end}${after}`);
