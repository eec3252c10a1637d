import type { Mutant } from './patch.ts';

export const mutants: readonly Mutant[] = [];
