import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { App, type AppProps, type Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

const bundles = fileURLToPath(new URL('../../../bundles/', import.meta.url));

/** Folders that the examples of the pages bundle their handlers into. */
const HANDLERS = ['points', 'audit', 'welcome', 'join'];

/** Puts a handler where each of the examples looks for one. They stay: tests that run beside this one need them too. */
export function bundleExampleHandlers(): void {
  for (const name of HANDLERS) {
    mkdirSync(`${bundles}${name}`, { recursive: true });
    writeFileSync(`${bundles}${name}/index.mjs`, 'export const handler = async () => {};\n');
  }
}

/** The stack of an example, alone in an app. */
export async function exampleStack(name: string, props?: AppProps): Promise<Stack> {
  const exported: Record<string, unknown> = await import(`./examples/${name.replace(/\.ts$/, '')}.ts`);
  const [StackClass] = Object.values(exported).filter(
    (value): value is new (scope: Construct) => Stack => typeof value === 'function',
  );
  if (StackClass === undefined) {
    throw new Error(`${name} exports no stack`);
  }
  return new StackClass(new App({ context: { 'fanout:checks': false }, ...props }));
}
