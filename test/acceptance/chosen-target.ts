import type { TargetChoice } from 'fanout/testing';

/** The target that the suite runs on: `FANOUT_TARGET` is a name or the URL of an endpoint; the embedded cloud if unset. */
export function chosenTarget({ FANOUT_TARGET }: NodeJS.ProcessEnv): TargetChoice {
  const chosen = FANOUT_TARGET || 'embedded';
  if (chosen === 'embedded' || chosen === 'localstack' || chosen === 'aws') {
    return chosen;
  }
  return { endpoint: chosen };
}
