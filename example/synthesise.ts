import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

/** Options of {@link synthesiseExample}. */
export interface SynthesisOptions {
  /** Where the cloud assembly goes. */
  readonly outdir: string;
  /** Variables of the process; callers pass `process.env`. */
  readonly environment: NodeJS.ProcessEnv;
  /**
   * Ends it early.
   *
   * @default - none
   */
  readonly signal?: AbortSignal;
}

/** A cloud assembly, and how long it took: bundling and synthesis, process start included. */
export interface Synthesis {
  readonly assemblyDir: string;
  readonly timings: { readonly synthesisMs: number };
}

const repository = new URL('../', import.meta.url);

/**
 * Synthesises the stack as `cdk synth` does, without the CLI's start: runs the app with the context of `cdk.json`.
 *
 * @throws Error with what the app wrote, when it fails.
 */
export async function synthesiseExample({ outdir, environment, signal }: SynthesisOptions): Promise<Synthesis> {
  const start = performance.now();
  const assemblyDir = resolve(outdir);
  const { context } = JSON.parse(await readFile(new URL('cdk.json', repository), 'utf8'));
  await promisify(execFile)(process.execPath, ['bin/app.ts'], {
    cwd: repository,
    ...(signal && { signal }),
    env: {
      ...environment,
      CDK_OUTDIR: assemblyDir,
      CDK_CONTEXT_JSON: JSON.stringify(context),
      // CloudFormation's rules take a second to load; `cdk synth` and `npm run check` do apply them.
      CDK_VALIDATION: 'false',
    },
  });
  return { assemblyDir, timings: { synthesisMs: performance.now() - start } };
}
