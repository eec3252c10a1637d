import { bundle } from './bundle.ts';

/** Vitest's global set-up: bundles once for all projects of a test run. */
export default async function bundleOnce(): Promise<void> {
  await bundle();
}
