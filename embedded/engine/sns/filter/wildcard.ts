import { invalidPolicy } from './filter-policy.ts';

const ESCAPE = '\\';

/**
 * Reads `wildcard`: `*` stands for any characters, `\*` and `\\` for themselves.
 * https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html
 *
 * @throws ServiceError `InvalidParameter`.
 */
export function wildcardTest(key: string, pattern: string): (text: string) => boolean {
  const parts = literalParts(key, pattern);
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return (text) => text === first;
  const middle = parts.slice(1, -1);
  return (text) => {
    if (!text.startsWith(first) || !text.endsWith(last)) return false;
    // The earliest place of each part is the best one: it leaves the most room for those that follow.
    let from = first.length;
    for (const part of middle) {
      const found = text.indexOf(part, from);
      if (found < 0) return false;
      from = found + part.length;
    }
    return from <= text.length - last.length;
  };
}

/** The text between the wildcards. */
function literalParts(key: string, pattern: string): readonly string[] {
  const parts: string[] = [''];
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern[index] as string;
    if (character === '*') {
      if (pattern[index + 1] === '*') throw invalidPolicy(`'${key}': wildcard must not have two * in a row`);
      parts.push('');
    } else if (character === ESCAPE) {
      const escaped = pattern[index + 1];
      if (escaped !== '*' && escaped !== ESCAPE) throw invalidPolicy(`'${key}': wildcard may escape * and \\ only`);
      parts[parts.length - 1] += escaped;
      index += 1;
    } else {
      parts[parts.length - 1] += character;
    }
  }
  return parts;
}
