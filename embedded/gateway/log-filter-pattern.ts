import { ServiceError } from '../service-call.ts';

/** What only CloudWatch can search for: JSON and space-delimited patterns, regular expressions, `?optional` and `-excluded` terms. */
const BEYOND_TERMS = /^\s*[[{%]|(^|\s)[?-]/;

/**
 * A filter pattern of plain or quoted terms, all of which a message must contain. The empty pattern matches everything.
 *
 * @throws {ServiceError} `InvalidParameterException` for any other pattern.
 */
export function termFilter(pattern: string): (message: string) => boolean {
  if (BEYOND_TERMS.test(pattern)) {
    const message = `filterPattern ${pattern}: the embedded cloud only knows patterns of terms; filter on the client`;
    throw new ServiceError('InvalidParameterException', message, 400);
  }
  const terms = [...pattern.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  return (message) => terms.every((term) => message.includes(term));
}
