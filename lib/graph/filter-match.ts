import { recordOf, textOf } from './property-values.ts';

/**
 * Whether one value of a filter policy may let an attribute through that is a known text. Operators that are not known
 * here let everything through, so that no filter is called wrong that is not.
 * https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html
 */
export function mayMatch(condition: unknown, text: string): boolean {
  if (typeof condition === 'string' || typeof condition === 'number' || condition === null) {
    return condition === text;
  }
  const {
    prefix,
    suffix,
    wildcard,
    exists,
    'equals-ignore-case': anyCase,
    'anything-but': except,
  } = recordOf(condition);
  if (typeof prefix === 'string') {
    return text.startsWith(prefix);
  }
  if (typeof suffix === 'string') {
    return text.endsWith(suffix);
  }
  if (typeof wildcard === 'string') {
    return matchesWildcard(wildcard, text);
  }
  if (typeof anyCase === 'string') {
    return anyCase.toLowerCase() === text.toLowerCase();
  }
  if (typeof exists === 'boolean') {
    return exists;
  }
  return except === undefined || !isExcepted(except, text);
}

function isExcepted(except: unknown, text: string): boolean {
  if (Array.isArray(except)) {
    return except.includes(text);
  }
  return textOf(except) === undefined ? mayMatchOperator(except, text) : except === text;
}

/** `anything-but` with `prefix`, `suffix` or `wildcard`; with what is not known here nothing is excepted. */
const mayMatchOperator = (except: unknown, text: string): boolean =>
  ['prefix', 'suffix', 'wildcard'].some((operator) => operator in recordOf(except)) && mayMatch(except, text);

const matchesWildcard = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[\\^$.|+?()[\]{}]/g, '\\$&').replaceAll('*', '.*')}$`).test(text);
