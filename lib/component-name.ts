import type { IConstruct } from 'constructs';
import { PropsError } from './props-error.ts';

const NAME = /^[a-z][a-z0-9-]{0,63}$/;

/** Prefixes of other records in the inbox table, next to consumers' keys. */
const RESERVED_NAMES = ['attempts', 'dead-letter', 'request'];

/**
 * Checks the name of a consumer or producer, which is part of every idempotency key.
 *
 * @throws PropsError when it is not 1 to 64 lower-case letters, digits and hyphens, or is a prefix that the inbox uses.
 */
export function checkComponentName(scope: IConstruct, name: string): string {
  if (!NAME.test(name)) {
    throw new PropsError(
      'NameInvalid',
      `name must be 1 to 64 lower-case letters, digits and hyphens and begin with a letter, got ${JSON.stringify(name)}`,
      scope,
    );
  }
  if (RESERVED_NAMES.includes(name)) {
    throw new PropsError(
      'NameReserved',
      `name must not be one of ${RESERVED_NAMES.join(', ')}, which the inbox table uses itself, got ${name}`,
      scope,
    );
  }
  return name;
}
