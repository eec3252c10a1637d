/** Cards that the fake payment gateway treats in a special way. Any other card is charged at once. */
export const testCards = {
  approved: '4242424242424242',
  declined: '4000000000000002',
  /** Answers after 300 ms. */
  slow: '4000000000000036',
  /** Throws at the first two calls, charges at the third. */
  failsTwice: '4000000000000119',
  /** Throws at every call. */
  alwaysFails: '4000000000000127',
  /** Charges at the first call but never answers it. */
  hangsOnce: '4000000000000259',
  /** Charges at the first call and ends the process as soon as the charge was answered. */
  crashesOnce: '4000000000000341',
  /** Blocks the process at the first call, before charging, so that only Lambda's own time-out ends it. */
  freezesOnce: '4000000000000358',
} as const;
