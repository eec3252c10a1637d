declare const unit: unique symbol;

/** Milliseconds since the Unix epoch: everything but DynamoDB TTL. */
export type EpochMillis = number & { readonly [unit]: 'ms' };

/** Seconds since the Unix epoch, the unit that DynamoDB TTL requires. */
export type EpochSeconds = number & { readonly [unit]: 's' };

/** Brands a number that is known to be milliseconds since the Unix epoch. */
export const epochMillis = (value: number): EpochMillis => value as EpochMillis;

/** Rounds up, so that a record never expires early. */
export const toEpochSeconds = (at: EpochMillis): EpochSeconds => Math.ceil(at / 1000) as EpochSeconds;

/** The moment `milliseconds` after `at`; negative values go back in time. */
export const addMillis = (at: EpochMillis, milliseconds: number): EpochMillis => (at + milliseconds) as EpochMillis;

/** The later of two moments. */
export const laterOf = (one: EpochMillis, other: EpochMillis): EpochMillis => (one > other ? one : other);
