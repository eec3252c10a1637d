import { writeFileSync } from 'node:fs';
import { probesPage } from '../test/probes/probes-page.ts';

/** Writes docs/probes.md: the answers of AWS, the embedded cloud and LocalStack to every probe. */
writeFileSync(new URL('../docs/probes.md', import.meta.url), probesPage());
