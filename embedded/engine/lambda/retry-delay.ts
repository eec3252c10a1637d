/** AWS names no figures. */
const FIRST_MS = 1000;
const MOST_MS = 60_000;

/** Milliseconds that a mapping waits after so many failures in a row, doubling. */
export const retryDelayMs = (failures: number): number => Math.min(FIRST_MS * 2 ** (failures - 1), MOST_MS);
