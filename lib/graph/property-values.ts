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

/** The entries of an object, also of one that is written as JSON, as templates allow; none when it is something else. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  const object = typeof value === 'string' && value.trimStart().startsWith('{') ? parsed(value) : value;
  return typeof object === 'object' && object !== null && !Array.isArray(object)
    ? (object as Record<string, unknown>)
    : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One value or several, as an array; none when nothing is said. */
export const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
