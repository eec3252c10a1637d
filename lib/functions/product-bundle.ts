import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { PropsError } from '../props/props-error.ts';

/**
 * The code of one of the product's own functions. Its bundle lies at the same place relative to this file in the repository
 * and in the published package.
 *
 * @throws PropsError when it is missing: in the repository it has to be built first.
 */
export function productBundle(scope: IConstruct, name: string): Code {
  const path = fileURLToPath(new URL(`../../bundles/${name}`, import.meta.url));
  if (!existsSync(join(path, 'index.mjs'))) {
    throw new PropsError('BundleMissing', `the bundle ${name} must be built, got none; run \`npm run bundle\``, scope);
  }
  return Code.fromAsset(path);
}
