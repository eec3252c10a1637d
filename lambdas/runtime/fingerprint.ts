import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** Digest of a JSON value, the same whatever the order of its keys: 43 characters. */
export const fingerprintOf = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value)).digest('base64url');
