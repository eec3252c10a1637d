/** A number, also when it was written as text; undefined for what is unknown at synthesis. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') {
    return value;
  }
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/** The same, with AWS's own default where nothing is said. */
export const numberOr = (value: unknown, unsaid: number): number | undefined =>
  value === undefined ? unsaid : numberOf(value);

/** A text known at synthesis. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** A flag; undefined for what is unknown at synthesis. Nothing said means false. */
export function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean' || value === undefined) {
    return value ?? false;
  }
  return value === 'true' ? true : value === 'false' ? false : undefined;
}

/** The entries of an object, none when it is something else. */
export const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** One value or several, as an array; none when nothing is said. */
export const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
