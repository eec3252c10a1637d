import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesiseExample } from '../example/synthesise.ts';
import { policyFiles } from './deployment-policies.ts';
import { EXAMPLE } from './targets/synthesise.ts';

/** Writes docs/policies: what deploying, testing and running a stack of Fanout's takes. */
const outdir = await mkdtemp(join(tmpdir(), 'fanout-policies-'));
try {
  await synthesiseExample({ outdir, environment: process.env });
  const template = JSON.parse(await readFile(join(outdir, `${EXAMPLE}.template.json`), 'utf8'));
  for (const [file, document] of Object.entries(policyFiles(template))) {
    await writeFile(new URL(`../docs/policies/${file}`, import.meta.url), `${JSON.stringify(document, null, 2)}\n`);
  }
} finally {
  await rm(outdir, { recursive: true, force: true });
}
