import type { Mutant } from '../patch.ts';
import { consumerMutants } from './consumer-mutants.ts';
import { inboxMutants } from './inbox-mutants.ts';
import { outboxMutants } from './outbox-mutants.ts';

/** Every bug that the simulator must find: one for each way in which such a system usually goes wrong. */
export const mutants: readonly Mutant[] = [...consumerMutants, ...inboxMutants, ...outboxMutants];
