/**
 * Refuses names that would make idempotency keys ambiguous.
 *
 * @throws RangeError when the name is empty or holds a `#`.
 */
export function requireName(setting: string, name: string): void {
  if (name === '' || name.includes('#')) {
    throw new RangeError(`${setting} must be a non-empty name without "#", got ${JSON.stringify(name)}`);
  }
}

/**
 * Refuses counts and durations that are no integer of 1 or more.
 *
 * @throws RangeError that names the setting and its value.
 */
export function requirePositiveInteger(setting: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${setting} must be an integer of 1 or more, got ${value}`);
  }
}

/**
 * Checks the CloudEvents `source` of a definition.
 *
 * @throws RangeError when it is no URI reference, or empty.
 */
export function requireSource(source: string): void {
  if (!/^[^\s#]+$/.test(source)) {
    throw new RangeError(
      `source must be a URI reference without spaces and "#", such as "/orders/inventory", got ${JSON.stringify(source)}`,
    );
  }
}
