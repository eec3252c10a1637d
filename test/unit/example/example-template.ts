import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { StageName } from 'fanout';
import { OrderStack } from '../../../example/order-stack.ts';
import { bundlesDirectory } from '../../../scripts/bundle.ts';
import { cdkOutdir } from '../cdk-outdir.ts';

const { context } = JSON.parse(readFileSync(new URL('../../../cdk.json', import.meta.url), 'utf8'));

/**
 * The example's stack under the feature flags of `cdk.json`, which `new App()` alone does not read. The checks of the graph
 * do not print here what is acknowledged; `order-stack.test.ts` asks them itself.
 */
export function exampleStack(stage: StageName = 'dev', name = 'FanoutExample'): OrderStack {
  const app = new App({ context: { ...context, 'fanout:checks': false }, outdir: cdkOutdir });
  return new OrderStack(app, name, { bundles: join(bundlesDirectory, 'example'), stage });
}

/** The template of {@link exampleStack}. */
export const exampleTemplate = (): Template => Template.fromStack(exampleStack());
