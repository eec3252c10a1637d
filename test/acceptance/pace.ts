import type { TargetName } from 'fanout/testing';

/** How patiently the suite waits on a target. */
export interface Pace {
  readonly deadlineMs: number;
  readonly intervalMs: number;
}

/** Long enough for two visibility timeouts of a consumer (18 s each) on a slow machine. */
const prompt: Pace = { deadlineMs: 55_000, intervalMs: 50 };
/** Elsewhere one poller after the other serves the whole suite, and asking more often makes it slower. */
const patient: Pace = { deadlineMs: 170_000, intervalMs: 500 };

export const paceOf = (target: TargetName): Pace => (target === 'embedded' ? prompt : patient);
