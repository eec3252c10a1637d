import { type PropsCheck, shown } from '../props/props-check.ts';

const NAME = /^[a-z][a-z0-9-]{0,63}$/;

/** Prefixes of other records in the inbox table, next to consumers' keys. */
const RESERVED_NAMES = ['attempts', 'dead-letter', 'request'];

/** Checks the name of a consumer or producer, which is part of every idempotency key and therefore must be a literal. */
export function checkComponentName(check: PropsCheck, name: string): void {
  if (typeof name !== 'string' || !NAME.test(name)) {
    check.add(
      'NameInvalid',
      `name must be 1 to 64 lower-case letters, digits and hyphens and begin with a letter, got ${shown(name)}`,
    );
  } else if (RESERVED_NAMES.includes(name)) {
    check.add(
      'NameReserved',
      `name must not be one of ${RESERVED_NAMES.join(', ')}, which the inbox table uses itself, got ${name}`,
    );
  }
}
