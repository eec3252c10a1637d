import { randomBytes } from 'node:crypto';
import type { RandomSource } from '../runtime/ports/index.ts';

const FRACTIONS = 2 ** 48;

/** The operating system's randomness: unpredictable, so that owner tokens and event ids never meet. */
export const cryptoRandom: RandomSource = {
  fraction: () => randomBytes(6).readUIntBE(0, 6) / FRACTIONS,
  bytes: (length) => randomBytes(length),
};
