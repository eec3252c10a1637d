import { writeFileSync } from 'node:fs';
import { deploymentPolicies } from './deployment-policies.ts';

/** Writes docs/policies: what deploying a stack of Fanout's takes. */
for (const [file, document] of Object.entries(deploymentPolicies)) {
  writeFileSync(new URL(`../docs/policies/${file}`, import.meta.url), `${JSON.stringify(document, null, 2)}\n`);
}
