import type { World } from '../world.ts';

/** Names of the processes whose clocks are wrong. */
export const skewedProcesses = ({ surroundings }: World): ReadonlySet<string> =>
  new Set(surroundings.plan.struck.flatMap(({ kind, id }) => (kind === 'clock-skew' ? [id.replace('/skew', '')] : [])));
