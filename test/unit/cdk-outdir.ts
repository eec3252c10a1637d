import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';

/** One folder per worker inside the clone: by default the CDK leaves a folder per app in the machine's temporary one. */
export const cdkOutdir = fileURLToPath(
  new URL(`../../node_modules/.cache/fanout-cdk-tests/${threadId}`, import.meta.url),
);
