import { addMillis, type EpochSeconds, toEpochSeconds } from '../../../contracts/time.ts';
import type { ModeScope } from './run.ts';

/** When TTL may delete a marker that is written now: past every way back of its event. */
export const markerExpiry = (scope: Pick<ModeScope, 'clock' | 'horizonSeconds'>): EpochSeconds =>
  toEpochSeconds(addMillis(scope.clock.now(), scope.horizonSeconds * 1000));
