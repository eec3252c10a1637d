/**
 * Time-outs of one try, which the SDK then repeats; {@link RequestDeadline} bounds all tries together. Without
 * `throwOnRequestTimeout` the SDK only warns.
 */
export const requestTimeouts = {
  connectionTimeout: 1_000,
  requestTimeout: 2_000,
  throwOnRequestTimeout: true,
} as const;
