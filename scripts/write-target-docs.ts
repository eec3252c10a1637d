import { readFileSync, writeFileSync } from 'node:fs';
import { generatedParts } from '../test/acceptance/targets-page.ts';

/** Writes the tables of capabilities into docs/targets.md, and those of cases and differences into docs/suite.md. */
for (const { page, markers, text } of generatedParts()) {
  const file = new URL(`../docs/${page}`, import.meta.url);
  const [begin, end] = markers;
  const [before = '', rest = ''] = readFileSync(file, 'utf8').split(begin);
  const [, after = ''] = rest.split(end);
  writeFileSync(file, `${before}${begin}\n${text}\n${end}${after}`);
}
