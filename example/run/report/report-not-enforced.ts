import type { EmbeddedCloud } from 'fanout/testing';

/** What the embedded cloud stores of the template and does not enforce, one line each with the reason. */
export const reportNotEnforced = (findings: EmbeddedCloud['notEnforced']): string[] => [
  'The embedded cloud stores these and does not enforce them:',
  ...findings.map(
    ({ type, property, reason, places }) =>
      `  ${type}${property === undefined ? '' : `.${property}`} (${places.length}): ${reason}`,
  ),
];
