/** The sequence number of the `place`-th message: 20 digits, so that text and number have the same order. */
export const sequenceNumber = (place: number): string => `1${String(place).padStart(19, '0')}`;
