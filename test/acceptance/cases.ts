import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A case of the acceptance suite, as its source names it. */
export interface SuiteCase {
  /** File name without its folder. */
  readonly file: string;
  /** Title of its describe block and its own, `%s` and the like where it has several rows. */
  readonly title: string;
}

const folder = fileURLToPath(new URL('.', import.meta.url));
/** `npm start` has a cloud of its own: what it does is no case of a target. */
const NO_CASES = /^npm-start/;
const TITLE = /^( *)(describe|it)(?:\.each\(\[[\s\S]*?\](?: as const)?\))?\(\s*(['"`])(.+?)\3,/gm;

/** Every case of the suite in the order of the files, read from the sources: no run is needed. */
export function suiteCases(): readonly SuiteCase[] {
  return globSync('*.test.ts', { cwd: folder })
    .filter((file) => !NO_CASES.test(file))
    .sort()
    .flatMap((file) => casesOf(file, readFileSync(join(folder, file), 'utf8')));
}

function casesOf(file: string, source: string): readonly SuiteCase[] {
  let suite: string | undefined;
  const cases: SuiteCase[] = [];
  for (const [, , kind, , text = ''] of source.matchAll(TITLE)) {
    if (kind === 'describe') {
      suite = text;
    } else {
      cases.push({ file, title: suite === undefined ? text : `${suite} > ${text}` });
    }
  }
  return cases;
}
