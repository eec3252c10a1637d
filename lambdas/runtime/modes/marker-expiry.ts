import { addMillis, type EpochMillis, type EpochSeconds, toEpochSeconds } from '../../../contracts/time.ts';
import type { ModeScope } from './run.ts';

/** By how much the clocks of two consumers may disagree: one that is behind takes an event for younger than it is. */
const CLOCK_SLACK_MS = 3_600_000;

/**
 * When TTL may delete a marker that is written now: past every way back of its event. An event whose clock was ahead is
 * remembered for as long as it is not refused for its age.
 */
export function markerExpiry(
  { clock, horizonSeconds }: Pick<ModeScope, 'clock' | 'horizonSeconds'>,
  eventCreatedAt: EpochMillis = clock.now(),
): EpochSeconds {
  const from = Math.max(clock.now(), eventCreatedAt) as EpochMillis;
  return toEpochSeconds(addMillis(from, horizonSeconds * 1000 + CLOCK_SLACK_MS));
}
