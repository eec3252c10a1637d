import { join } from 'node:path';
import { repositoryRoot } from './function-entries.ts';
import { readEntryPoints, referencePages } from './reference/reference-pages.ts';
import { writeFolder } from './write-folder.ts';

/** Writes docs/api: what the entry points export, from the doc comments. */
writeFolder(
  join(repositoryRoot, 'docs', 'api'),
  [...referencePages(readEntryPoints())].map(([name, text]) => ({ name, contents: Buffer.from(text) })),
);
