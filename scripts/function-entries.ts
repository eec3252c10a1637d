import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A Lambda function to bundle. */
export interface FunctionEntry {
  /** Folder under `bundles/`, for example `outbox-relay` or `example/inventory`. */
  readonly name: string;
  /** Path of its entry file from the repository's root. */
  readonly entry: string;
}

/** The repository's root, with a slash at its end. */
export const repositoryRoot = fileURLToPath(new URL('../', import.meta.url));

/** Functions that are part of the product; `lib` names their bundles by path. */
export const productFunctions: readonly FunctionEntry[] = ['outbox-relay', 'outbox-sweeper', 'item-relay'].map(
  (name) => ({
    name,
    entry: `lambdas/${name}/index.ts`,
  }),
);

/** Functions of the worked example: one per folder of `example/functions`, in alphabetical order. */
export function exampleFunctions(): FunctionEntry[] {
  return readdirSync(`${repositoryRoot}example/functions`, { withFileTypes: true })
    .filter((folder) => folder.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => ({ name: `example/${name}`, entry: `example/functions/${name}/index.ts` }));
}
